"""Many people invited in one go, and what came of each."""

from dataclasses import dataclass, replace

from community.joining.actions.invitations import HasAccount, InvitationClosed, invite
from community.joining.enums import InvitationOutcome, InvitationState
from community.joining.models import Invitation
from website.accounts.models import User

# So many mails a request may wait for; those of a longer list leave with `manage.py send_notifications`.
AT_ONCE = 20


@dataclass(frozen=True)
class InvitationEntry:
    """One person of a list, as typed; no `email` where there was none to read."""

    text: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class InvitationResult:
    """A line of the report."""

    entry: InvitationEntry
    outcome: InvitationOutcome


def invite_list(entries: list[InvitationEntry], *, coordinator, **fields) -> list[InvitationResult]:
    """Invite each entry, each in its own transaction; `fields` are Invitation's, the same for all."""
    addresses = [entry.email for entry in entries if entry.email]
    members = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    open_ones = Invitation.objects.open().with_state().filter(email__in=addresses)
    states = dict(open_ones.values_list("email", "state"))
    lines = []
    for entry in entries:
        outcome = _foreseen(entry, members, states.get(entry.email))
        if outcome in (InvitationOutcome.INVITED, InvitationOutcome.RENEWED):
            at_once = len(addresses) <= AT_ONCE
            outcome = _invite(entry, outcome, {**fields, "invited_by": coordinator, "at_once": at_once})
        lines.append(InvitationResult(entry, outcome))
    return _with_refusals(lines, addresses)


def _foreseen(entry: InvitationEntry, members: set[str], state: str | None) -> InvitationOutcome:
    if not entry.email:
        return InvitationOutcome.NOT_AN_ADDRESS
    if entry.email in members:
        return InvitationOutcome.HAS_ACCOUNT
    if state in (InvitationState.SENT, InvitationState.WAITING):
        return InvitationOutcome.INVITED_ALREADY
    return InvitationOutcome.RENEWED if state else InvitationOutcome.INVITED


def _invite(entry: InvitationEntry, outcome: InvitationOutcome, fields: dict) -> InvitationOutcome:
    try:
        invite(entry.email, first_name=entry.first_name, last_name=entry.last_name, **fields)
    except HasAccount:
        return InvitationOutcome.HAS_ACCOUNT
    except InvitationClosed:
        return InvitationOutcome.INVITED_ALREADY
    return outcome


def _with_refusals(lines: list[InvitationResult], addresses: list[str]) -> list[InvitationResult]:
    """What the mail server has refused already, while the list was worked through."""
    bounced = Invitation.objects.open().with_state().filter(email__in=addresses, state=InvitationState.BOUNCED)
    refused = set(bounced.values_list("email", flat=True))
    return [replace(line, outcome=InvitationOutcome.BOUNCED) if line.entry.email in refused else line for line in lines]
