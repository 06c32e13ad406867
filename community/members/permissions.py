from community.members.enums import Visibility


def can_see_member(user, member) -> bool:
    """The twin of `MemberQuerySet.visible_to`."""
    if not member.user.is_active or member.visibility == Visibility.NOBODY:
        return False
    return user.is_authenticated or member.visibility == Visibility.PUBLIC


def can_edit_member(user, member) -> bool:
    """The twin of `MemberQuerySet.editable_by`: one's own entry only; coordinators use the CMS."""
    return user.is_active and member.user_id is not None and member.user_id == user.pk


def can_see_contact(user) -> bool:
    """Telephones and organisations' e-mail addresses are for people with an account."""
    return user.is_authenticated
