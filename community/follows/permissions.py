from community.follows import subjects


def can_follow(user, thing) -> bool:
    """Whoever has an account follows what they may see. The twin, for many at once, is `Subject.allowed`."""
    subject = subjects.subject_for(thing)
    return subject is not None and (user.pk, thing.pk) in subject.allowed([(user, thing)])


def can_change_follow(user, follow) -> bool:
    """The twin of `FollowQuerySet.of`."""
    return user.is_active and follow.user_id == user.pk
