"""A visitor asks to join; a coordinator accepts or refuses, once, with a word."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.joining.actions.invitations import HasAccount, invite, send_link, usual_kind
from community.joining.enums import RequestStatus
from community.joining.models import Invitation, JoinRequest
from community.joining.permissions import request_handlers
from website.accounts.models import User
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import ExternalRecipient, Recipient
from website.topics.models import Organisation


class RequestAlreadyDecided(Exception):
    """Another coordinator was first; `request` says who, when and how."""

    def __init__(self, request: JoinRequest):
        super().__init__(str(request))
        self.request = request


class AccountClosed(Exception):
    """The address belongs to an account that an administrator has closed: only they can open it again."""


@transaction.atomic
def ask_to_join(email: str, **fields) -> None:
    """Somebody gives `email` and asks to join; `fields` are JoinRequest's.

    The caller learns nothing of whether the address is known: what differs is told to the address by mail. In each
    case one mail goes there and one to each coordinator, so that the time it takes tells nothing either.
    """
    email = email.lower()
    account = User.objects.filter(email=email, is_active=True).first()
    invitation = Invitation.objects.open().of(email).first()
    if account is not None:
        notify([account], "join-known")
        _tell_coordinators("known", account.get_full_name() or email, account)
    elif invitation is not None:
        send_link(invitation)
        _tell_coordinators("invited", invitation.full_name or email, invitation)
    else:
        request, is_new = _note(email, fields)
        # Anybody may have typed the address: the mail repeats nothing of what came with it.
        notify([ExternalRecipient(email, fields["language"])], "join-received", is_new=is_new)
        _tell_coordinators("new" if is_new else "again", request.full_name, request, request.organisation_name)


def _note(email: str, fields: dict) -> tuple[JoinRequest, bool]:
    """The request that waits for a decision: the one that is there, else a new one."""
    name = fields["organisation_name"]
    organisations = list(Organisation.objects.filter(name__iexact=name)[:2])
    fields["organisation"] = organisations[0] if len(organisations) == 1 else None
    fields["kind"] = usual_kind(fields.get("territory"))
    return JoinRequest.objects.pending().get_or_create(email=email, defaults=fields)


def _tell_coordinators(case: str, name: str, target, organisation: str = "") -> None:
    coordinators = [Recipient(person, NotificationReason.DUTY) for person in request_handlers()]
    notify(coordinators, "join-request", target, case=case, name=name, organisation=organisation)


@transaction.atomic
def accept_request(request: JoinRequest, coordinator, *, kind: str, word: str = "") -> Invitation | None:
    """Invite whoever asked; somebody who got an account meanwhile is told to sign in, and None comes back.

    Raises `RequestAlreadyDecided`, and `AccountClosed` before anything is decided.
    """
    account = User.objects.filter(email=request.email).first()
    if account is not None and not account.is_active:
        raise AccountClosed
    _decide(request, coordinator, RequestStatus.ACCEPTED, word, kind=kind)
    log(request, "joining.accept", user=coordinator)
    taken_over = ("first_name", "last_name", "organisation", "territory", "language", "word")
    try:
        fields = {name: getattr(request, name) for name in taken_over}
        return invite(request.email, kind=kind, invited_by=coordinator, request=request, **fields)
    except HasAccount:
        notify([account], "join-known")
        return None


@transaction.atomic
def refuse_request(request: JoinRequest, coordinator, *, word: str) -> None:
    """Say no, politely, with the coordinator's reason. Raises `RequestAlreadyDecided`."""
    _decide(request, coordinator, RequestStatus.REFUSED, word)
    log(request, "joining.refuse", user=coordinator)
    notify([request.as_stranger], "join-refused", request, word=word)


def _decide(request: JoinRequest, coordinator, status: str, word: str, **fields) -> None:
    """One conditional statement: of two coordinators at once, one finds the request decided."""
    decision = {"status": status, "word": word, "decided_by": coordinator, "decided_at": timezone.now()}
    is_first = JoinRequest.objects.pending().filter(pk=request.pk).update(**decision, **fields)
    request.refresh_from_db()
    if not is_first:
        raise RequestAlreadyDecided(request)
