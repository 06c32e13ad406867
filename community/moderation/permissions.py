"""Who may write, decide on things, and review complaints.

Moderators decide on the things of their place, except their own. Coordinators decide on everything and review
complaints. They cannot be suspended; to suspend one, take away the role first.
"""

from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache

from community.moderation import registry
from community.moderation.enums import DecisionAction, ModerationState
from website.core.caching import memoize_on

PERMISSION = "moderation.change_decision"
MODERATORS_CACHE_KEY, CACHE_SECONDS = "moderation:moderators", 60


def suspensions_of(user) -> list:
    """Return the suspensions in force, memoised on the user instance."""
    return memoize_on(user, "_suspensions", lambda: [] if reviews(user) else list(user.suspensions.in_force()))


def suspension_at(user, place=None):
    """Return the longest suspension that applies to `place`, or to everything without a place; None if there is none."""
    if not (user.is_authenticated and user.is_active):
        return None
    found = [suspension for suspension in suspensions_of(user) if suspension.holds_at(place)]
    return max(found, key=lambda suspension: suspension.ends_at, default=None)


def may_write(user, place=None) -> bool:
    """Return whether `user` is active and not suspended there. Same rule as `unwritable_ids`."""
    return user.is_authenticated and user.is_active and suspension_at(user, place) is None


def may_read_as_member(user, place=None) -> bool:
    """Return whether `user` has the reading rights of members there. Same rule as `unreadable_ids`."""
    if not (user.is_authenticated and user.is_active):
        return False
    return all(suspension.may_read for suspension in suspensions_of(user) if suspension.holds_at(place))


def unwritable_ids(user, model) -> list[int]:
    """Return the keys of the rows of `model` that are places where `user` may not write."""
    return [suspension.place_id for suspension in suspensions_of(user) if suspension.is_for_one(model)]


def unreadable_ids(user, model) -> list[int]:
    """Return the keys of the rows of `model` that are places where `user` reads only what visitors read."""
    found = (suspension for suspension in suspensions_of(user) if not suspension.may_read)
    return [suspension.place_id for suspension in found if suspension.is_for_one(model)]


def reviews(user) -> bool:
    """Return whether `user` may review complaints and suspend people everywhere, as coordinators and superusers may."""
    return user.is_active and user.has_perm(PERMISSION)


def reviewers_and_administrators():
    return ModelBackend().with_perm(PERMISSION)


def coordinators():
    """Return the coordinators without superusers, who are not notified."""
    return ModelBackend().with_perm(PERMISSION, include_superusers=False).order_by("pk")


def moderates(user) -> bool:
    """Return whether `user` moderates anything, so that the queue is theirs to open."""
    return (
        user.is_authenticated and user.is_active and any(subject.moderates(user) for subject in registry.all_subjects())
    )


def shows_queue_link(user) -> bool:
    """Cheaper version of `moderates` for the menu of every page: the set of moderators is cached for a minute."""
    if not (user.is_authenticated and user.is_active):
        return False
    return reviews(user) or user.pk in cache.get_or_set(MODERATORS_CACHE_KEY, _moderator_ids, CACHE_SECONDS)


def _moderator_ids() -> set[int]:
    return {pk for subject in registry.all_subjects() for pk in subject.every_moderator()}


def can_report(user, thing) -> bool:
    """Return whether `user` can see the thing and has not written it.

    Visitors can report too, as article 16 of the Digital Services Act requires.
    """
    subject = registry.subject_for(thing)
    is_own = user.is_authenticated and subject.person(thing) == user
    return not is_own and subject.standing(thing) == ModerationState.SHOWN and subject.can_see(user, thing)


def can_decide(user, thing) -> bool:
    """Return whether `user` moderates the thing, which is not their own. Same rule as `CaseQuerySet.decidable_by`."""
    subject = registry.subject_for(thing)
    if not user.is_authenticated or subject.person(thing) == user:
        return False
    return may_write(user) and subject.can_moderate(user, thing)


def can_be_suspended(person) -> bool:
    """Return whether the account exists, is active and is not a coordinator's."""
    return person is not None and person.is_active and not reviews(person)


def can_contest(user, decision) -> bool:
    """Return whether `user` is the person concerned, within the time limit and for the first time."""
    is_theirs = user.is_authenticated and decision.person_id == user.pk
    return is_theirs and decision.act.restricts and _is_open_to_complaint(decision, report=None)


def can_contest_as_reporter(report) -> bool:
    """Return whether the report was dismissed and can still be contested, once. The link identifies the reporter."""
    decision = report.decision
    return decision is not None and decision.act == DecisionAction.DISMISS and _is_open_to_complaint(decision, report)


def _is_open_to_complaint(decision, report) -> bool:
    return decision.is_contestable and not decision.complaints.filter(report=report).exists()


def can_review(user, complaint) -> bool:
    """Return whether `user` is a coordinator who is neither concerned nor the one who decided.

    The only coordinator may review their own decision. Same rule as `ComplaintQuerySet.reviewable_by`.
    """
    decision, report = complaint.decision, complaint.report
    if not reviews(user) or user.pk in (decision.person_id, report and report.reporter_id):
        return False
    return decision.moderator_id != user.pk or not coordinators().exclude(pk=user.pk).exists()
