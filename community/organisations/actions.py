"""How an organisation's entry changes: by its editors, and by what others propose to them."""

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
    """The organisation says something else by now than what the person saw who acts."""


class ProposalAlreadyDecided(Exception):
    """Somebody else was first."""


class NoLongerPossible(Exception):
    """What was proposed cannot be written any more; `problems` says why, a sentence each."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def change_organisation(user, organisation: Organisation, values: dict, *, seen: str) -> dict:
    """Write `values` (as `changes.snapshot` gives them) and return what they changed.

    `seen` is the digest of what the person was shown. Raises `ConcurrentChange` where that is not what stands there.
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
    """Keep what somebody would change, and tell those who decide."""
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
    """Write what was proposed.

    `seen` is the digest of what the fields held when the proposal was shown. Raises `ProposalAlreadyDecided`,
    `ConcurrentChange` and `NoLongerPossible`, and then nothing has happened.
    """
    row = _claim(user, proposal, ProposalStatus.ACCEPTED, answer)
    now = snapshot(row)
    if fingerprint({name: now[name] for name in proposal.changes}) != seen:
        raise ConcurrentChange
    after = {name: change["after"] for name, change in proposal.changes.items()}
    form = OrganisationForm.of_values({**now, **after}, instance=_locked(row.pk))
    # What the entry says elsewhere is not this proposal's business.
    problems = [f"{form[name].label}: {form.errors[name][0]}" for name in after if name in form.errors]
    if problems or form.non_field_errors():
        raise NoLongerPossible([*problems, *form.non_field_errors()])
    apply_changes(row, after)
    log(row, "organisations.accept", user=user, data={"proposal": proposal.pk, "fields": list(after)})
    _tell_author(user, proposal, answer, is_accepted=True)


@transaction.atomic
def refuse_proposal(user, proposal: ChangeProposal, *, answer: str) -> None:
    """Leave everything as it is, and tell the author why. Raises `ProposalAlreadyDecided`."""
    row = _claim(user, proposal, ProposalStatus.REFUSED, answer)
    log(row, "organisations.refuse", user=user, data={"proposal": proposal.pk})
    _tell_author(user, proposal, answer, is_accepted=False)


@transaction.atomic
def withdraw_proposal(user, proposal: ChangeProposal) -> None:
    """Its author takes it back: nobody need decide any more. Raises `ProposalAlreadyDecided`."""
    proposal = ChangeProposal.objects.select_for_update().get(pk=proposal.pk)
    if not is_author(user, proposal):
        raise PermissionDenied
    _decide(user, proposal, ProposalStatus.WITHDRAWN)
    log(proposal.organisation, "organisations.withdraw", user=user, data={"proposal": proposal.pk})


@transaction.atomic
def name_editor(user, organisation: Organisation, person: User) -> OrganisationEditor:
    """Let somebody edit an organisation, and tell them. Naming twice changes nothing."""
    if not can_name_editors(user):
        raise PermissionDenied
    organisation = _locked(organisation.pk)
    editor, is_new = OrganisationEditor.objects.get_or_create(
        organisation=organisation, user=person, defaults={"named_by": user}
    )
    if is_new:
        log(organisation, "organisations.name_editor", user=user, data={"user": person.pk})
        told = Recipient(person, reason_object=organisation)
        notify([told], "organisation-editor-named", organisation, organisation=organisation.name)
    return editor


@transaction.atomic
def remove_editor(user, editor: OrganisationEditor, word: str = "") -> None:
    """Let somebody edit an organisation no more, and tell them why; whoever removes themselves knows."""
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
        told = Recipient(person, reason_object=organisation)
        notify([told], "organisation-editor-removed", organisation, organisation=organisation.name, word=word)


def _claim(user, proposal: ChangeProposal, status: ProposalStatus, answer: str) -> Organisation:
    """Decide, if nobody has; the organisation's row, held until the transaction ends."""
    row = _locked(proposal.organisation_id)
    if not can_edit_organisation(user, row):
        raise PermissionDenied
    _decide(user, proposal, status, answer)
    return row


def _decide(user, proposal: ChangeProposal, status: ProposalStatus, answer: str = "") -> None:
    """One conditional statement: of two at once, one finds the proposal decided."""
    waiting = ChangeProposal.objects.filter(pk=proposal.pk, status=ProposalStatus.PENDING)
    if not waiting.update(status=status, decided_by=user, decided_at=timezone.now(), answer=answer):
        raise ProposalAlreadyDecided


def _locked(pk: int) -> Organisation:
    """The organisation, locked: who edits it and what it says change under this lock. Raises `DoesNotExist`."""
    return Organisation.objects.select_for_update().get(pk=pk)


def _deciders(organisation: Organisation):
    """Its editors; the coordinators where it has none that is still here."""
    active = User.objects.filter(is_active=True)
    editors = active.filter(edited_organisations__organisation=organisation)
    return editors if editors.exists() else active.filter(groups__name=Role.COORDINATOR)


def _tell_author(user, proposal: ChangeProposal, answer: str, *, is_accepted: bool) -> None:
    author = proposal.author
    if author is not None and author.is_active and author != user:
        words = {"organisation": proposal.organisation.name, "answer": answer, "is_accepted": is_accepted}
        notify([author], "organisation-proposal-decided", proposal, **words)
