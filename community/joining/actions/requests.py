"""Create requests to join, and accept or refuse them once."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.joining.actions.invitations import HasAccount, default_kind, invite, send_link
from community.joining.enums import RequestStatus
from community.joining.models import Invitation, JoinRequest
from community.joining.permissions import request_handlers
from website.accounts.models import User
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import ExternalRecipient, Recipient
from website.topics.models import Organisation


class RequestAlreadyDecided(Exception):
    """Another coordinator has decided. `request` contains the decision."""

    def __init__(self, request: JoinRequest):
        super().__init__(str(request))
        self.request = request


class AccountClosed(Exception):
    """The address belongs to a closed account, which only an administrator can reopen."""


@transaction.atomic
def ask_to_join(email: str, **fields) -> None:
    """Create a request to join for `email`. `fields` are fields of JoinRequest.

    To prevent enumeration of addresses, the result is the same whether the address is known or not, and differences
    are stated only in the mail to that address. In each case one mail goes there and one to each coordinator, so that
    the duration does not reveal anything either.
    """
    email = email.lower()
    account = User.objects.filter(email=email, is_active=True).first()
    invitation = Invitation.objects.open().of(email).first()
    if account is not None:
        notify([account], "join-known")
        _notify_coordinators("known", account.get_full_name() or email, account)
    elif invitation is not None:
        send_link(invitation)
        _notify_coordinators("invited", invitation.full_name or email, invitation)
    else:
        request, is_new = _pending_request(email, fields)
        # Anybody may have typed this address, so the mail does not include any other input.
        notify([ExternalRecipient(email, fields["language"])], "join-received", is_new=is_new)
        _notify_coordinators("new" if is_new else "again", request.full_name, request, request.organisation_name)


def _pending_request(email: str, fields: dict) -> tuple[JoinRequest, bool]:
    """Return the pending request of this address, created if there is none, and whether it is new."""
    name = fields["organisation_name"]
    organisations = list(Organisation.objects.filter(name__iexact=name)[:2])
    fields["organisation"] = organisations[0] if len(organisations) == 1 else None
    fields["kind"] = default_kind(fields.get("territory"))
    return JoinRequest.objects.pending().get_or_create(email=email, defaults=fields)


def _notify_coordinators(case: str, name: str, target, organisation: str = "") -> None:
    coordinators = [Recipient(person, NotificationReason.DUTY) for person in request_handlers()]
    notify(coordinators, "join-request", target, case=case, name=name, organisation=organisation)


@transaction.atomic
def accept_request(request: JoinRequest, coordinator, *, kind: str, word: str = "") -> Invitation | None:
    """Accept a request and return the invitation.

    If the applicant has an account by now, mail them to sign in and return None. Raise `RequestAlreadyDecided`, or
    `AccountClosed` without deciding.
    """
    account = User.objects.filter(email=request.email).first()
    if account is not None and not account.is_active:
        raise AccountClosed
    _decide(request, coordinator, RequestStatus.ACCEPTED, word, kind=kind)
    log(request, "joining.accept", user=coordinator)
    copied = ("first_name", "last_name", "organisation", "territory", "language", "word")
    try:
        fields = {name: getattr(request, name) for name in copied}
        return invite(request.email, kind=kind, invited_by=coordinator, request=request, **fields)
    except HasAccount:
        notify([account], "join-known")
        return None


@transaction.atomic
def refuse_request(request: JoinRequest, coordinator, *, word: str) -> None:
    """Refuse a request and mail the coordinator's reason. Raise `RequestAlreadyDecided`."""
    _decide(request, coordinator, RequestStatus.REFUSED, word)
    log(request, "joining.refuse", user=coordinator)
    notify([request.as_recipient], "join-refused", request, word=word)


def _decide(request: JoinRequest, coordinator, status: str, word: str, **fields) -> None:
    """Store the decision by a conditional update, so that only one of two concurrent decisions succeeds."""
    decision = {"status": status, "word": word, "decided_by": coordinator, "decided_at": timezone.now()}
    is_first = JoinRequest.objects.pending().filter(pk=request.pk).update(**decision, **fields)
    request.refresh_from_db()
    if not is_first:
        raise RequestAlreadyDecided(request)
