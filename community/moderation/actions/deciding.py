"""Decisions of moderators. The person concerned and the reporters are notified."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.moderation import registry
from community.moderation.actions.cases import case_of
from community.moderation.enums import DecisionAction, ModerationState
from community.moderation.models import Case, Decision, Suspension
from community.moderation.permissions import can_be_suspended, can_decide, reviews
from website.notifications.actions import notify
from website.notifications.models import Recipient


class AlreadyDecided(Exception):
    """Another moderator has decided in the meantime. `decision` is theirs."""

    def __init__(self, decision: Decision | None):
        super().__init__(str(decision))
        self.decision = decision


class ActionNotPossible(Exception):
    """The action is not available in the current state of the thing."""


@dataclass(frozen=True)
class DecisionChoice:
    """The input for a decision. `text` is for EDIT; `days`, `takes_reading` and `is_everywhere` are for SUSPEND."""

    verb: DecisionAction
    ground: str = ""
    clause: str = ""
    words: str = ""
    text: str = ""
    days: int = 0
    takes_reading: bool = False
    is_everywhere: bool = False
    hides: bool = False


def possible(thing, case: Case | None) -> list[DecisionAction]:
    """Return the actions that are available in the current state of the thing."""
    subject = registry.subject_for(thing)
    person = subject.person(thing)
    verbs = {
        ModerationState.WAITING: [DecisionAction.APPROVE, DecisionAction.REFUSE],
        ModerationState.SHOWN: [DecisionAction.HIDE, DecisionAction.EDIT, DecisionAction.WARN],
        ModerationState.HIDDEN: [DecisionAction.SHOW, DecisionAction.WARN],
        ModerationState.GONE: [DecisionAction.WARN],
    }[subject.standing(thing)]
    if person is None:
        verbs = [verb for verb in verbs if verb != DecisionAction.WARN]
    if can_be_suspended(person):
        verbs = [*verbs, DecisionAction.SUSPEND]
    if case is not None and Suspension.objects.in_force().filter(decision__case=case).exists():
        verbs = [*verbs, DecisionAction.LIFT]
    is_reported = case is not None and case.is_open and not case.is_waiting
    return [DecisionAction.DISMISS, *verbs] if is_reported else verbs


@transaction.atomic
def decide(moderator, thing, choice: DecisionChoice, *, seen: int | None) -> Decision:
    """Decide on a thing. `seen` is the key of the last decision on it when the moderator opened the form, or None.

    Raises `PermissionDenied`, `ActionNotPossible`, `AlreadyDecided` if there is a newer decision than `seen`, and the
    `DoesNotExist` of the thing's model.
    """
    thing = registry.subject_for(thing).lock(thing)
    if not can_decide(moderator, thing):
        raise PermissionDenied
    if choice.is_everywhere and not reviews(moderator):
        raise PermissionDenied
    case = case_of(thing)
    if case.last_decision_id != seen:
        raise AlreadyDecided(case.last_decision)
    if choice.verb not in possible(thing, case):
        raise ActionNotPossible
    decision = _create_decision(moderator, thing, case, choice)
    _record_on_case(case, decision, seen)
    _apply(moderator, thing, decision, choice)
    log(decision, f"moderation.{decision.verb}", user=moderator)
    _notify(decision)
    return decision


def _create_decision(moderator, thing, case: Case, choice: DecisionChoice) -> Decision:
    subject, now = registry.subject_for(thing), timezone.now()
    state = subject.standing(thing)
    # A warning or suspension also settles a thing that waits for approval.
    hides = choice.verb in (DecisionAction.WARN, DecisionAction.SUSPEND) and (
        state == ModerationState.WAITING or (choice.hides and state == ModerationState.SHOWN)
    )
    ends_at = now + timedelta(days=choice.days) if choice.verb == DecisionAction.SUSPEND else now
    texts = {"text_before": subject.text(thing)} if choice.verb == DecisionAction.EDIT else {}
    return Decision.objects.create(
        case=case,
        verb=choice.verb,
        ground=choice.ground,
        clause=choice.clause,
        words=choice.words,
        hides=hides,
        person=subject.person(thing),
        moderator=moderator,
        decided_at=now,
        ended_at=None if hides or choice.verb in (DecisionAction.HIDE, DecisionAction.REFUSE) else ends_at,
        **texts,
    )


def _record_on_case(case: Case, decision: Decision, seen: int | None) -> None:
    """Close the case and its reports. The update is conditional, so only one of two simultaneous decisions succeeds."""
    fields = {"last_decision": decision, "last_decided_at": decision.decided_at, "opened_at": None, "is_waiting": False}
    if not Case.objects.filter(pk=case.pk, last_decision=seen).update(**fields):
        raise AlreadyDecided(Case.objects.select_related("last_decision__moderator").get(pk=case.pk).last_decision)
    decision.is_notified = bool(case.reports.open().update(decision=decision))
    decision.save(update_fields=["is_notified"])


def _apply(moderator, thing, decision: Decision, choice: DecisionChoice) -> None:
    subject, verb = registry.subject_for(thing), decision.act
    if decision.hides_thing:
        subject.hide(moderator, thing)
    if verb in (DecisionAction.SHOW, DecisionAction.APPROVE):
        subject.show(moderator, thing)
        end_hiding(decision.case)
    elif verb == DecisionAction.EDIT:
        decision.text_after = subject.rewrite(moderator, thing, choice.text, decision.words)
        decision.save(update_fields=["text_after"])
    elif verb == DecisionAction.SUSPEND:
        Suspension.objects.create(
            decision=decision,
            user=decision.person,
            place=None if choice.is_everywhere else subject.place(thing),
            may_read=not choice.takes_reading,
            starts_at=decision.decided_at,
            ends_at=decision.decided_at + timedelta(days=choice.days),
        )
    elif verb == DecisionAction.LIFT:
        lift(Suspension.objects.in_force().filter(decision__case=decision.case))


def end_hiding(case: Case) -> None:
    """End the decisions that hid the thing."""
    case.decisions.filter(ended_at=None).update(ended_at=timezone.now())


def lift(suspensions) -> None:
    now = timezone.now()
    Decision.objects.filter(suspension__in=suspensions).exclude(ended_at=None).update(ended_at=now)
    suspensions.update(lifted_at=now)


def _notify(decision: Decision) -> None:
    for report in decision.reports.select_related("reporter"):
        if report.addressee and report.reporter_id != decision.moderator_id:
            notify([Recipient(report.addressee)], "report-decided", report)
    person = decision.person
    if person is not None and person.is_active and decision.act != DecisionAction.DISMISS:
        notify([Recipient(person)], "moderation-decision", decision)
