from community.follows import subjects


def can_follow(user, thing) -> bool:
    """Return whether a user may follow a thing, i.e. may see it. `FollowSubject.allowed` does the same for many."""
    subject = subjects.subject_for(thing)
    return subject is not None and (user.pk, thing.pk) in subject.allowed([(user, thing)])


def can_change_follow(user, follow) -> bool:
    """Return whether this is the user's own follow, like `FollowQuerySet.of`."""
    return user.is_active and follow.user_id == user.pk
