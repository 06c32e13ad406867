from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from community.knowledge.actions.consent import withdraw_all_contributions
from community.knowledge.models import Contribution, Provenance
from website.core.personal_data import Holding, register_holding, rows


def _title_of(key: str) -> Subquery:
    """Return a subquery for the title of the original; `key` is the lookup of its translation key."""
    versions = Page.objects.filter(translation_key=OuterRef(key), alias_of=None).order_by("pk")
    return Subquery(versions.values("title")[:1])


def _records(user) -> list[dict]:
    return [
        {
            "parts": rows(
                Contribution.objects.of(user).annotate(text_title=_title_of("provenance__text__translation_key")),
                "text_title",
                "provenance__topic__title",
                "answer",
                "answered_at",
            ),
            "made": rows(
                Provenance.objects.filter(creator=user).annotate(text_title=_title_of("text__translation_key")),
                "text_title",
                "topic__title",
                "kind",
                "created_at",
            ),
        }
    ]


register_holding(
    Holding(
        name="contributions",
        what=_("The texts that use your posts, whether you gave your consent, and the texts you created from topics."),
        why=_("So that nobody’s posts are used in a text without their consent, and everyone is credited."),
        kept_for=_("As long as the text exists."),
        on_erasure=_("Your name is removed. If you ask us to remove your posts, they are also removed from the text."),
        models=("knowledge.Provenance", "knowledge.Contribution"),
        records=_records,
        erase=withdraw_all_contributions,
    )
)
