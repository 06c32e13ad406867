from community.members.audiences import MemberView, level_of


def can_see_member(user, member) -> bool:
    """Return whether `user` can find this entry, like `MemberQuerySet.visible_to`."""
    return MemberView(member, level_of(user)).is_listed


def can_write_to(user, member) -> bool:
    """Return whether `user` may use the contact form of this member."""
    return MemberView(member, level_of(user)).takes_messages


def can_edit_member(user, member) -> bool:
    """Return whether this is the user's own entry, like `MemberQuerySet.editable_by`. Coordinators use the CMS."""
    return user.is_active and member.user_id is not None and member.user_id == user.pk


def can_see_contact(user) -> bool:
    """Return whether `user` may see the telephone numbers and e-mail addresses of organisations."""
    return user.is_authenticated
