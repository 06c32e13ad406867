from community.members.enums import Visibility


def can_see_member(user, member) -> bool:
    """The twin of `MemberQuerySet.visible_to`."""
    if not member.user.is_active or member.visibility == Visibility.NOBODY:
        return False
    return user.is_authenticated or member.visibility == Visibility.PUBLIC
