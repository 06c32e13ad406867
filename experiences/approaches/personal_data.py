from django.utils.translation import gettext_lazy as _

from experiences.approaches.models import ApproachPage
from website.core.personal_data import Holding, register_holding, rows


def _erase(user, wants_removal: bool) -> None:
    ApproachPage.objects.filter(facilitator=user).update(facilitator=None)


register_holding(
    Holding(
        name="approaches",
        what=_("The approaches that you are named as the facilitator of."),
        why=_("So that partners know whom to ask."),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Your name is taken out."),
        models=("approaches.ApproachPage",),
        records=lambda user: rows(ApproachPage.objects.filter(facilitator=user), "title", "url_path"),
        erase=_erase,
    )
)
