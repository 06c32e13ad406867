from community.members.audiences import MemberView, level_of


def can_see_member(user, member) -> bool:
    """The twin of `MemberQuerySet.visible_to`."""
    return MemberView(member, level_of(user)).is_listed


def can_write_to(user, member) -> bool:
    """Whether the form that reaches this member is open to `user`."""
    return MemberView(member, level_of(user)).takes_messages


def can_edit_member(user, member) -> bool:
    """The twin of `MemberQuerySet.editable_by`: one's own entry only; coordinators use the CMS."""
    return user.is_active and member.user_id is not None and member.user_id == user.pk


def can_see_contact(user) -> bool:
    """Organisations' telephones and e-mail addresses are for people with an account."""
    return user.is_authenticated
