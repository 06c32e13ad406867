"""Change organisations, propose and decide on changes, and name editors."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.organisations.changes import apply_changes, differences, fingerprint, snapshot
from community.organisations.enums import ProposalStatus
from community.organisations.forms import OrganisationForm
from community.organisations.models import ChangeProposal, OrganisationEditor
from community.organisations.permissions import (
    can_edit_organisation,
    can_name_editors,
    can_propose_changes,
    is_author,
)
from website.accounts.enums import Role
from website.accounts.models import User
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient
from website.topics.models import Organisation


class ConcurrentChange(Exception):
    """The organisation has changed since the user saw it."""


class ProposalAlreadyDecided(Exception):
    """Somebody else has decided."""


class NoLongerPossible(Exception):
    """The proposed values are no longer valid. `problems` are sentences that state why."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def change_organisation(user, organisation: Organisation, values: dict, *, seen: str) -> dict:
    """Write `values` (in the format of `changes.snapshot`) and return the changes.

    `seen` is the fingerprint of the values that the user saw. Raise `ConcurrentChange` if they have changed since.
    """
    row = _locked(organisation.pk)
    if not can_edit_organisation(user, row):
        raise PermissionDenied
    before = snapshot(row)
    if fingerprint(before) != seen:
        raise ConcurrentChange
    changes = differences(before, {**before, **values})
    if changes:
        apply_changes(row, {name: change["after"] for name, change in changes.items()})
        log(row, "organisations.edit", user=user, data={"fields": list(changes)})
    return changes


@transaction.atomic
def propose_changes(user, organisation: Organisation, changes: dict, word: str = "") -> ChangeProposal:
    """Store a proposal and notify those who decide."""
    if not can_propose_changes(user):
        raise PermissionDenied
    organisation = _locked(organisation.pk)
    proposal = ChangeProposal.objects.create(organisation=organisation, author=user, changes=changes, word=word)
    log(organisation, "organisations.propose", user=user, data={"proposal": proposal.pk, "fields": list(changes)})
    words = {"organisation": organisation.name, "word": word}
    deciders = [Recipient(person, NotificationReason.DUTY) for person in _deciders(organisation).exclude(pk=user.pk)]
    notify(deciders, "organisation-proposal", proposal, **words)
    return proposal


@transaction.atomic
def accept_proposal(user, proposal: ChangeProposal, *, seen: str, answer: str = "") -> None:
    """Accept a proposal and write its values.

    `seen` is the fingerprint of the values of the same fields that the user saw. Raise `ProposalAlreadyDecided`,
    `ConcurrentChange` or `NoLongerPossible`.
    """
    row = _lock_and_decide(user, proposal, ProposalStatus.ACCEPTED, answer)
    current = snapshot(row)
    if fingerprint({name: current[name] for name in proposal.changes}) != seen:
        raise ConcurrentChange
    after = {name: change["after"] for name, change in proposal.changes.items()}
    form = OrganisationForm.of_values({**current, **after}, instance=_locked(row.pk))
    # Errors in other fields do not prevent this proposal.
    problems = [f"{form[name].label}: {form.errors[name][0]}" for name in after if name in form.errors]
    if problems or form.non_field_errors():
        raise NoLongerPossible([*problems, *form.non_field_errors()])
    apply_changes(row, after)
    log(row, "organisations.accept", user=user, data={"proposal": proposal.pk, "fields": list(after)})
    _notify_author(user, proposal, answer, is_accepted=True)


@transaction.atomic
def refuse_proposal(user, proposal: ChangeProposal, *, answer: str) -> None:
    """Refuse a proposal and notify its author of the reason. Raise `ProposalAlreadyDecided`."""
    row = _lock_and_decide(user, proposal, ProposalStatus.REFUSED, answer)
    log(row, "organisations.refuse", user=user, data={"proposal": proposal.pk})
    _notify_author(user, proposal, answer, is_accepted=False)


@transaction.atomic
def withdraw_proposal(user, proposal: ChangeProposal) -> None:
    """Withdraw one's own proposal. Raise `ProposalAlreadyDecided`."""
    proposal = ChangeProposal.objects.select_for_update().get(pk=proposal.pk)
    if not is_author(user, proposal):
        raise PermissionDenied
    _decide(user, proposal, ProposalStatus.WITHDRAWN)
    log(proposal.organisation, "organisations.withdraw", user=user, data={"proposal": proposal.pk})


@transaction.atomic
def name_editor(user, organisation: Organisation, person: User) -> OrganisationEditor:
    """Make a person an editor of an organisation and notify them. Does nothing if they already are."""
    if not can_name_editors(user):
        raise PermissionDenied
    organisation = _locked(organisation.pk)
    editor, is_new = OrganisationEditor.objects.get_or_create(
        organisation=organisation, user=person, defaults={"named_by": user}
    )
    if is_new:
        log(organisation, "organisations.name_editor", user=user, data={"user": person.pk})
        recipient = Recipient(person, reason_object=organisation)
        notify([recipient], "organisation-editor-named", organisation, organisation=organisation.name)
    return editor


@transaction.atomic
def remove_editor(user, editor: OrganisationEditor, word: str = "") -> None:
    """Remove an editor and notify them of the reason, unless they removed themselves or may still edit."""
    if not can_name_editors(user):
        raise PermissionDenied
    organisation = _locked(editor.organisation_id)
    editor = OrganisationEditor.objects.select_related("user").filter(pk=editor.pk).first()
    if editor is None:  # another coordinator was first
        return
    person = editor.user
    log(organisation, "organisations.remove_editor", user=user, data={"user": person.pk})
    editor.delete()
    if person != user and person.is_active and not can_edit_organisation(person, organisation):
        recipient = Recipient(person, reason_object=organisation)
        notify([recipient], "organisation-editor-removed", organisation, organisation=organisation.name, word=word)


def _lock_and_decide(user, proposal: ChangeProposal, status: ProposalStatus, answer: str) -> Organisation:
    """Store a decision and return the organisation, locked."""
    row = _locked(proposal.organisation_id)
    if not can_edit_organisation(user, row):
        raise PermissionDenied
    _decide(user, proposal, status, answer)
    return row


def _decide(user, proposal: ChangeProposal, status: ProposalStatus, answer: str = "") -> None:
    """Store the decision by a conditional update, so that only one of two concurrent decisions succeeds."""
    pending = ChangeProposal.objects.filter(pk=proposal.pk, status=ProposalStatus.PENDING)
    if not pending.update(status=status, decided_by=user, decided_at=timezone.now(), answer=answer):
        raise ProposalAlreadyDecided


def _locked(pk: int) -> Organisation:
    """Return the organisation, locked. Every change of its values and editors takes this lock."""
    return Organisation.objects.select_for_update().get(pk=pk)


def _deciders(organisation: Organisation):
    """Return the active editors of an organisation, or the coordinators if there are none."""
    active = User.objects.filter(is_active=True)
    editors = active.filter(edited_organisations__organisation=organisation)
    return editors if editors.exists() else active.filter(groups__name=Role.COORDINATOR)


def _notify_author(user, proposal: ChangeProposal, answer: str, *, is_accepted: bool) -> None:
    author = proposal.author
    if author is not None and author.is_active and author != user:
        words = {"organisation": proposal.organisation.name, "answer": answer, "is_accepted": is_accepted}
        notify([author], "organisation-proposal-decided", proposal, **words)
