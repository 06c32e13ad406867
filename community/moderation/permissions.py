"""Who may write, who decides on what, and who decides once more when a decision is contested.

A thing's moderators decide on it, never on their own. Coordinators decide everywhere, and on complaints; they are
not suspended: whoever should be first gives up that role.
"""

from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache

from community.moderation import registry
from community.moderation.enums import DecisionAction, ModerationState
from website.core.caching import memoize_on

RIGHT = "moderation.change_decision"
MODERATORS, SECONDS = "moderation:moderators", 60


def suspensions_of(user) -> list:
    """Those in force, asked for once for each copy of an account that is loaded."""
    return memoize_on(user, "_suspensions", lambda: [] if reviews(user) else list(user.suspensions.in_force()))


def suspension_at(user, place=None):
    """What keeps `user` from writing there, or everywhere where no place is named; the one that lasts longest."""
    if not (user.is_authenticated and user.is_active):
        return None
    found = [suspension for suspension in suspensions_of(user) if suspension.holds_at(place)]
    return max(found, key=lambda suspension: suspension.ends_at, default=None)


def may_write(user, place=None) -> bool:
    """The twin of `unwritable_ids`."""
    return user.is_authenticated and user.is_active and suspension_at(user, place) is None


def may_read_as_member(user, place=None) -> bool:
    """Whether they read what members read, there or at all; the twin of `unreadable_ids`."""
    if not (user.is_authenticated and user.is_active):
        return False
    return all(suspension.may_read for suspension in suspensions_of(user) if suspension.holds_at(place))


def unwritable_ids(user, model) -> list[int]:
    """The keys of the places, rows of `model`, where `user` may not write."""
    return [suspension.place_id for suspension in suspensions_of(user) if suspension.is_for_one(model)]


def unreadable_ids(user, model) -> list[int]:
    """The keys of the places, rows of `model`, where `user` reads what visitors read."""
    found = (suspension for suspension in suspensions_of(user) if not suspension.may_read)
    return [suspension.place_id for suspension in found if suspension.is_for_one(model)]


def reviews(user) -> bool:
    """Coordinators: they decide on complaints, and may suspend somebody everywhere."""
    return user.is_active and user.has_perm(RIGHT)


def reviewers_and_administrators():
    return ModelBackend().with_perm(RIGHT)


def coordinators():
    """The coordinators, not whoever administers the machine."""
    return ModelBackend().with_perm(RIGHT, include_superusers=False).order_by("pk")


def moderates(user) -> bool:
    """Whether there is anything in the queue that could be theirs."""
    return (
        user.is_authenticated and user.is_active and any(subject.moderates(user) for subject in registry.all_subjects())
    )


def has_desk(user) -> bool:
    """The same for the menu of every page, without a statement: who moderates is kept for a minute."""
    if not (user.is_authenticated and user.is_active):
        return False
    return reviews(user) or user.pk in cache.get_or_set(MODERATORS, _every_moderator, SECONDS)


def _every_moderator() -> set[int]:
    return {pk for subject in registry.all_subjects() for pk in subject.every_moderator()}


def can_report(user, thing) -> bool:
    """Whatever one can read and has not written, without an account too (article 16 of the Digital Services Act)."""
    subject = registry.subject_for(thing)
    is_own = user.is_authenticated and subject.person(thing) == user
    return not is_own and subject.standing(thing) == ModerationState.SHOWN and subject.can_see(user, thing)


def can_decide(user, thing) -> bool:
    """The twin of `CaseQuerySet.decidable_by`."""
    subject = registry.subject_for(thing)
    if not user.is_authenticated or subject.person(thing) == user:
        return False
    return may_write(user) and subject.can_moderate(user, thing)


def can_be_suspended(person) -> bool:
    """By whoever `can_decide` on what they wrote; not a coordinator, nor an account that has gone or was closed."""
    return person is not None and person.is_active and not reviews(person)


def can_contest(user, decision) -> bool:
    """The person concerned, once."""
    is_theirs = user.is_authenticated and decision.person_id == user.pk
    return is_theirs and decision.act.restricts and _is_open_to_complaint(decision, report=None)


def can_contest_as_reporter(report) -> bool:
    """Whoever has reported something in vain, once; their link says who they are."""
    decision = report.decision
    return decision is not None and decision.act == DecisionAction.DISMISS and _is_open_to_complaint(decision, report)


def _is_open_to_complaint(decision, report) -> bool:
    return decision.is_contestable and not decision.complaints.filter(report=report).exists()


def can_review(user, complaint) -> bool:
    """A coordinator who did not decide, if there is one, and whom it does not concern; the twin of `reviewable_by`."""
    decision, report = complaint.decision, complaint.report
    if not reviews(user) or user.pk in (decision.person_id, report and report.reporter_id):
        return False
    return decision.moderator_id != user.pk or not coordinators().exclude(pk=user.pk).exists()
