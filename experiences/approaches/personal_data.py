from django.utils.translation import gettext_lazy as _

from experiences.approaches.models import ApproachPage
from website.core.personal_data import Holding, register_holding, rows


def _erase(user, wants_removal: bool) -> None:
    ApproachPage.objects.filter(facilitator=user).update(facilitator=None)


register_holding(
    Holding(
        name="approaches",
        what=_("The approaches that name you as facilitator."),
        why=_("So that partners know who to ask."),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Your name is removed."),
        models=("approaches.ApproachPage",),
        records=lambda user: rows(ApproachPage.objects.filter(facilitator=user), "title", "url_path"),
        erase=_erase,
    )
)
