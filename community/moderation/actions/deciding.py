"""A moderator decides, with a ground and in words; whom it concerns is told, and so is whoever had reported it."""

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
    """Another moderator was first; `decision` says who, when and how."""

    def __init__(self, decision: Decision | None):
        super().__init__(str(decision))
        self.decision = decision


class ActionNotPossible(Exception):
    """The thing does not stand where it stood when the moderator looked at it."""


@dataclass(frozen=True)
class DecisionChoice:
    """What a moderator chooses. `text` is for EDIT; `days`, `takes_reading` and `is_everywhere` are for SUSPEND."""

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
    """What can be decided on a thing as it stands."""
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
    """Decide on a thing. `seen` is the key of the last decision on it that the moderator knew of.

    Raises `PermissionDenied`, `ActionNotPossible`, `AlreadyDecided` for the second of two at once, and the `DoesNotExist` of
    the thing.
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
    decision = _write(moderator, thing, case, choice)
    _settle(case, decision, seen)
    _act(moderator, thing, decision, choice)
    log(decision, f"moderation.{decision.verb}", user=moderator)
    _tell(decision)
    return decision


def _write(moderator, thing, case: Case, choice: DecisionChoice) -> Decision:
    subject, now = registry.subject_for(thing), timezone.now()
    is_standing = subject.standing(thing)
    # A waiting thing whose author is suspended cannot wait on.
    hides = choice.verb in (DecisionAction.WARN, DecisionAction.SUSPEND) and (
        is_standing == ModerationState.WAITING or (choice.hides and is_standing == ModerationState.SHOWN)
    )
    ends = now + timedelta(days=choice.days) if choice.verb == DecisionAction.SUSPEND else now
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
        ended_at=None if hides or choice.verb in (DecisionAction.HIDE, DecisionAction.REFUSE) else ends,
        **texts,
    )


def _settle(case: Case, decision: Decision, seen: int | None) -> None:
    """One conditional statement: of two moderators at once, one finds the case decided."""
    fields = {"last_decision": decision, "last_decided_at": decision.decided_at, "opened_at": None, "is_waiting": False}
    if not Case.objects.filter(pk=case.pk, last_decision=seen).update(**fields):
        raise AlreadyDecided(Case.objects.select_related("last_decision__moderator").get(pk=case.pk).last_decision)
    decision.is_notified = bool(case.reports.open().update(decision=decision))
    decision.save(update_fields=["is_notified"])


def _act(moderator, thing, decision: Decision, choice: DecisionChoice) -> None:
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
    """What hid a thing holds no more."""
    case.decisions.filter(ended_at=None).update(ended_at=timezone.now())


def lift(suspensions) -> None:
    now = timezone.now()
    Decision.objects.filter(suspension__in=suspensions).exclude(ended_at=None).update(ended_at=now)
    suspensions.update(lifted_at=now)


def _tell(decision: Decision) -> None:
    for found in decision.reports.select_related("reporter"):
        if found.addressee and found.reporter_id != decision.moderator_id:
            notify([Recipient(found.addressee)], "report-decided", found)
    person = decision.person
    if person is not None and person.is_active and decision.act != DecisionAction.DISMISS:
        notify([Recipient(person)], "moderation-decision", decision)
