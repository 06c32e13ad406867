from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from community.joining.enums import RequestStatus
from community.joining.models import Invitation, JoinRequest
from website.core.personal_data import Holding, register, rows

KEPT = timedelta(days=365)
ASKED = ("email", "first_name", "last_name", "organisation_name", "why", "by_product", "place", "status", "created_at")
INVITED = ("email", "first_name", "last_name", "kind", "word", "created_at", "used_at")


def _records(user) -> list[dict]:
    requests, invitations = JoinRequest.objects.of(user.email), Invitation.objects.of(user.email)
    return [{"requests": rows(requests, *ASKED), "invitations": rows(invitations, *INVITED)}]


def _erase(user, wants_removal: bool) -> None:
    for model in (Invitation, JoinRequest):
        model.objects.of(user.email).delete()


def _forget(now: datetime) -> int:
    """What waits for an answer is kept until it has one."""
    requests = JoinRequest.objects.exclude(status=RequestStatus.PENDING).filter(decided_at__lt=now - KEPT)
    invitations = Invitation.objects.filter(expires_at__lt=now - KEPT)
    return sum(found.delete()[0] for found in (invitations, requests))


register(
    Holding(
        name="joining",
        what=_("What you wrote when you asked to join, the answer, and your invitation."),
        why=_("So that coordinators know whom they let in, and can say later why."),
        kept_for=_("One year after the answer."),
        on_erasure=_("Erased."),
        models=("joining.JoinRequest", "joining.Invitation"),
        records=_records,
        erase=_erase,
        forget=_forget,
    )
)
