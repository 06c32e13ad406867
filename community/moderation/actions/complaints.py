"""A decision is contested, and a coordinator who did not take it decides once more."""

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
    """Another coordinator was first; `complaint` says who and how."""

    def __init__(self, complaint: Complaint):
        super().__init__(str(complaint))
        self.complaint = complaint


@transaction.atomic
def contest(user, decision: Decision, words: str) -> Complaint:
    """The person concerned says why a decision is wrong. Raises `PermissionDenied`, the second time too."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not can_contest(user, decision):
        raise PermissionDenied
    return _complain(decision, words, report=None)


@transaction.atomic
def contest_as_reporter(report: Report, words: str) -> Complaint:
    """Whoever has reported something in vain says why it should not stay. Raises `PermissionDenied`."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if not can_contest_as_reporter(report):
        raise PermissionDenied
    return _complain(report.decision, words, report=report)


def _complain(decision: Decision, words: str, report: Report | None) -> Complaint:
    try:
        with transaction.atomic():
            complaint = Complaint.objects.create(decision=decision, report=report, words=words)
    except IntegrityError:
        raise PermissionDenied from None
    recipients = [Recipient(person, reason_kind=NotificationReason.DUTY) for person in reviewers(complaint)]
    notify(recipients, "moderation-complaint", complaint)
    return complaint


def reviewers(complaint: Complaint) -> list:
    """Coordinators whom it does not concern and who did not decide; whoever did where there is no other."""
    return [person for person in coordinators() if can_review(person, complaint)]


@transaction.atomic
def review(reviewer, complaint: Complaint, *, stands: bool, answer: str) -> None:
    """Say whether the decision stands; where it does not, it is undone. Raises `AlreadyReviewed`."""
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
    """The thing that was decided on, locked before all that was decided on it; None where it has gone."""
    thing = complaint.decision.case.thing
    try:
        return thing and registry.subject_for(thing).lock(thing)
    except ObjectDoesNotExist:
        return None


def _undo(reviewer, complaint: Complaint, thing) -> None:
    """Everything is as if it had not been decided; what others have done since stays."""
    decision = complaint.decision
    if decision.act == DecisionAction.DISMISS:
        _look_again(complaint)
        return
    if thing is not None:
        _give_back(reviewer, decision, thing)
    lift(Suspension.objects.filter(decision=decision))
    Decision.objects.filter(pk=decision.pk).update(ended_at=timezone.now())


def _give_back(reviewer, decision: Decision, thing) -> None:
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


def _look_again(complaint: Complaint) -> None:
    """The report waits once more, unless its sender has reported the thing again meanwhile."""
    case, report = complaint.decision.case, complaint.report
    if not case.reports.open().by(report.reporter, report.email).exists():
        Report.objects.filter(pk=report.pk).update(decision=None)
    reopen(case)
