"""Complaints about decisions, and their review by a coordinator who did not take the decision."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.moderation import registry
from community.moderation.actions.cases import reopen
from community.moderation.actions.deciding import lift
from community.moderation.enums import DecisionAction, ModerationState
from community.moderation.models import Complaint, Decision, Report, Suspension
from community.moderation.permissions import can_contest, can_contest_as_reporter, can_review, coordinators
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient


class AlreadyReviewed(Exception):
    """Another coordinator has already reviewed the complaint. `complaint` holds their answer."""

    def __init__(self, complaint: Complaint):
        super().__init__(str(complaint))
        self.complaint = complaint


@transaction.atomic
def contest(user, decision: Decision, words: str) -> Complaint:
    """File the complaint of the person concerned. Raises `PermissionDenied`, also for a second complaint."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not can_contest(user, decision):
        raise PermissionDenied
    return _create_complaint(decision, words, report=None)


@transaction.atomic
def contest_as_reporter(report: Report, words: str) -> Complaint:
    """File the complaint of a reporter whose report was dismissed. Raises `PermissionDenied`."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if not can_contest_as_reporter(report):
        raise PermissionDenied
    return _create_complaint(report.decision, words, report=report)


def _create_complaint(decision: Decision, words: str, report: Report | None) -> Complaint:
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(decision=decision, report=report, words=words)
    except IntegrityError:
        raise PermissionDenied from None
    recipients = [Recipient(person, reason_kind=NotificationReason.DUTY) for person in reviewers(complaint)]
    notify(recipients, "moderation-complaint", complaint)
    return complaint


def reviewers(complaint: Complaint) -> list:
    """Return the coordinators who can review the complaint, see `can_review`."""
    return [person for person in coordinators() if can_review(person, complaint)]


@transaction.atomic
def review(reviewer, complaint: Complaint, *, stands: bool, answer: str) -> None:
    """Uphold the decision, or revert it unless it `stands`. Raises `AlreadyReviewed` and `PermissionDenied`."""
    thing = _locked_thing(complaint)
    complaint = Complaint.objects.select_related("decision", "report").get(pk=complaint.pk)
    if not can_review(reviewer, complaint):
        raise PermissionDenied
    fields = {"stands": stands, "answer": answer, "reviewer": reviewer, "reviewed_at": timezone.now()}
    is_first = Complaint.objects.open().filter(pk=complaint.pk).update(**fields)
    complaint = Complaint.objects.with_card().get(pk=complaint.pk)
    if not is_first:
        raise AlreadyReviewed(complaint)
    if not stands:
        _undo(reviewer, complaint, thing)
    log(complaint.decision, "moderation.uphold" if stands else "moderation.reverse", user=reviewer)
    person = complaint.addressee
    if person is not None and getattr(person, "is_active", True):
        notify([Recipient(person)], "moderation-complaint-decided", complaint)


def _locked_thing(complaint: Complaint):
    """Lock and return the thing that was decided on, or None if it was deleted. Things are locked before decisions."""
    thing = complaint.decision.case.thing
    try:
        return thing and registry.subject_for(thing).lock(thing)
    except ObjectDoesNotExist:
        return None


def _undo(reviewer, complaint: Complaint, thing) -> None:
    """Revert the decision, but not what others have changed since."""
    decision = complaint.decision
    if decision.act == DecisionAction.DISMISS:
        _reopen_report(complaint)
        return
    if thing is not None:
        _restore(reviewer, decision, thing)
    lift(Suspension.objects.filter(decision=decision))
    Decision.objects.filter(pk=decision.pk).update(ended_at=timezone.now())


def _restore(reviewer, decision: Decision, thing) -> None:
    subject = registry.subject_for(thing)
    if (
        decision.hides_thing
        and subject.standing(thing) == ModerationState.HIDDEN
        and not _is_hidden_by_another(decision)
    ):
        subject.show(reviewer, thing)
    if decision.act == DecisionAction.EDIT and subject.text(thing) == decision.text_after:
        subject.rewrite(reviewer, thing, decision.text_before, "")


def _is_hidden_by_another(decision: Decision) -> bool:
    others = decision.case.decisions.filter(ended_at=None).exclude(pk=decision.pk)
    return any(other.hides_thing for other in others)


def _reopen_report(complaint: Complaint) -> None:
    """Reopen the report, unless its sender has reported the thing again since."""
    case, report = complaint.decision.case, complaint.report
    if not case.reports.open().by(report.reporter, report.email).exists():
        Report.objects.filter(pk=report.pk).update(decision=None)
    reopen(case)
