"""Many people invited in one go, and what came of each."""

from dataclasses import dataclass, replace

from community.joining.actions.invitations import HasAccount, InvitationClosed, invite
from community.joining.enums import InvitationState, Outcome
from community.joining.models import Invitation
from website.accounts.models import User

# So many mails a request may wait for; those of a longer list leave with `manage.py send_notifications`.
AT_ONCE = 20


@dataclass(frozen=True)
class Entry:
    """One person of a list, as typed; no `email` where there was none to read."""

    text: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the report."""

    entry: Entry
    outcome: Outcome


def invite_list(entries: list[Entry], *, coordinator, **fields) -> list[Line]:
    """Invite each entry, each in its own transaction; `fields` are Invitation's, the same for all."""
    addresses = [entry.email for entry in entries if entry.email]
    members = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    open_ones = Invitation.objects.open().with_state().filter(email__in=addresses)
    states = dict(open_ones.values_list("email", "state"))
    lines = []
    for entry in entries:
        outcome = _foreseen(entry, members, states.get(entry.email))
        if outcome in (Outcome.INVITED, Outcome.RENEWED):
            at_once = len(addresses) <= AT_ONCE
            outcome = _invite(entry, outcome, {**fields, "invited_by": coordinator, "at_once": at_once})
        lines.append(Line(entry, outcome))
    return _with_refusals(lines, addresses)


def _foreseen(entry: Entry, members: set[str], state: str | None) -> Outcome:
    if not entry.email:
        return Outcome.NOT_AN_ADDRESS
    if entry.email in members:
        return Outcome.HAS_ACCOUNT
    if state in (InvitationState.SENT, InvitationState.WAITING):
        return Outcome.INVITED_ALREADY
    return Outcome.RENEWED if state else Outcome.INVITED


def _invite(entry: Entry, outcome: Outcome, fields: dict) -> Outcome:
    try:
        invite(entry.email, first_name=entry.first_name, last_name=entry.last_name, **fields)
    except HasAccount:
        return Outcome.HAS_ACCOUNT
    except InvitationClosed:
        return Outcome.INVITED_ALREADY
    return outcome


def _with_refusals(lines: list[Line], addresses: list[str]) -> list[Line]:
    """What the mail server has refused already, while the list was worked through."""
    bounced = Invitation.objects.open().with_state().filter(email__in=addresses, state=InvitationState.BOUNCED)
    refused = set(bounced.values_list("email", flat=True))
    return [replace(line, outcome=Outcome.BOUNCED) if line.entry.email in refused else line for line in lines]
