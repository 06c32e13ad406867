from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.joining.enums import RequestStatus
from community.joining.models import Invitation, JoinRequest
from website.accounts.models import User
from website.core.personal_data import YEAR, Holding, register_holding, rows
from website.notifications.models import Notification

ASKED = ("email", "first_name", "last_name", "organisation_name", "why", "by_product", "place", "status", "created_at")
INVITED = ("email", "first_name", "last_name", "kind", "word", "created_at", "used_at")


def _records(user) -> list[dict]:
    requests, invitations = (
        JoinRequest.objects.of(user.email),
        Invitation.objects.filter(Q(email=user.email) | Q(user=user)),
    )
    return [{"requests": rows(requests, *ASKED), "invitations": rows(invitations, *INVITED)}]


def _erase(user, wants_removal: bool) -> None:
    _remove(JoinRequest.objects.of(user.email))
    _remove(Invitation.objects.filter(Q(email=user.email) | Q(user=user)))
    Notification.objects.about(User.objects.filter(pk=user.pk)).delete()


def _forget(now: datetime) -> int:
    """Delete old requests and invitations, but not pending requests."""
    requests = JoinRequest.objects.exclude(status=RequestStatus.PENDING).filter(decided_at__lt=now - YEAR)
    invitations = Invitation.objects.filter(expires_at__lt=now - YEAR)
    return _remove(invitations) + _remove(requests)


def _remove(found) -> int:
    """Delete the rows and the notifications about them, which contain names."""
    Notification.objects.about(found).delete()
    return found.delete()[0]


register_holding(
    Holding(
        name="joining",
        what=_("Your membership request, the answer to it, and your invitation."),
        why=_("So that coordinators know who they accept, and can explain later why."),
        kept_for=_("One year after the answer."),
        on_erasure=_("Erased."),
        models=("joining.JoinRequest", "joining.Invitation"),
        records=_records,
        erase=_erase,
        forget=_forget,
    )
)
