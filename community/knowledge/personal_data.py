from django.utils.translation import gettext_lazy as _

from community.knowledge.actions.agreeing import withdraw_all
from community.knowledge.models import Credit, Origin
from website.core.personal_data import Holding, register, rows


def _records(user) -> list[dict]:
    return [
        {
            "parts": rows(
                Credit.objects.of(user), "origin__page__title", "origin__topic__title", "answer", "answered_at"
            ),
            "made": rows(Origin.objects.filter(maker=user), "page__title", "topic__title", "kind", "created_at"),
        }
    ]


register(
    Holding(
        name="credits",
        what=_(
            "Which texts of the network grew from your posts, whether you agreed, and those that you made yourself."
        ),
        why=_("So that nobody’s words become a text without their agreement, and that they are credited."),
        kept_for=_("As long as the text is there."),
        on_erasure=_("Your name goes; where you ask for the removal of your posts, the text must do without them."),
        models=("knowledge.Origin", "knowledge.Credit"),
        records=_records,
        erase=withdraw_all,
    )
)
