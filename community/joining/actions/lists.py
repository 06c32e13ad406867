"""Invite a list of people and report the outcome for each."""

from dataclasses import dataclass, replace

from community.joining.actions.invitations import HasAccount, InvitationClosed, invite
from community.joining.enums import InvitationOutcome, InvitationState
from community.joining.models import Invitation
from website.accounts.models import User

# Mails of longer lists are not sent within the request but by `manage.py send_notifications`.
MAX_MAILED_AT_ONCE = 20


@dataclass(frozen=True)
class InvitationEntry:
    """A person of a list. `text` is as typed; `email` is empty if no address was recognised."""

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
    """Invite each entry in its own transaction. `fields` are fields of Invitation, the same for all."""
    addresses = [entry.email for entry in entries if entry.email]
    members = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    open_ones = Invitation.objects.open().with_state().filter(email__in=addresses)
    states = dict(open_ones.values_list("email", "state"))
    lines = []
    for entry in entries:
        outcome = _expected_outcome(entry, members, states.get(entry.email))
        if outcome in (InvitationOutcome.INVITED, InvitationOutcome.RENEWED):
            at_once = len(addresses) <= MAX_MAILED_AT_ONCE
            outcome = _invite(entry, outcome, {**fields, "invited_by": coordinator, "at_once": at_once})
        lines.append(InvitationResult(entry, outcome))
    return _with_bounces(lines, addresses)


def _expected_outcome(entry: InvitationEntry, members: set[str], state: str | None) -> InvitationOutcome:
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


def _with_bounces(lines: list[InvitationResult], addresses: list[str]) -> list[InvitationResult]:
    """Replace the outcome of mails that the mail server refused while the list was processed."""
    bounced = Invitation.objects.open().with_state().filter(email__in=addresses, state=InvitationState.BOUNCED)
    refused = set(bounced.values_list("email", flat=True))
    return [replace(line, outcome=InvitationOutcome.BOUNCED) if line.entry.email in refused else line for line in lines]
