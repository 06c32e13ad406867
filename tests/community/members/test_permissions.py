import pytest
from django.contrib.auth.models import AnonymousUser

from community.members.enums import Visibility
from community.members.models import Member
from community.members.permissions import can_edit_member, can_see_contact, can_see_member, can_write_to
from tests.factories.people import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def members():
    """A member of each visibility with an open and with a closed account."""
    return [
        MemberFactory(visibility=visibility, user__is_active=is_active)
        for visibility in Visibility
        for is_active in (True, False)
    ]


@pytest.fixture(params=["visitor", "member", "coordinator", "closed", "superuser"])
def reader(request, members):
    return {
        "visitor": AnonymousUser,
        "member": lambda: members[2].user,
        "coordinator": lambda: UserFactory(groups=["Coordinators"]),
        "closed": lambda: members[1].user,
        "superuser": lambda: UserFactory(is_superuser=True),
    }[request.param]()


def test_the_list_shows_whom_the_check_allows(members, reader):
    allowed = {member for member in members if can_see_member(reader, member)}
    assert set(Member.objects.visible_to(reader)) == allowed


def test_the_entries_to_edit_are_those_the_check_allows(members, reader):
    allowed = {member for member in members if can_edit_member(reader, member)}
    assert set(Member.objects.editable_by(reader)) == allowed


def test_visitors_see_public_people_and_members_see_members_too():
    public, private, hidden = (MemberFactory(visibility=visibility) for visibility in Visibility)
    assert list(Member.objects.visible_to(AnonymousUser())) == [public]
    assert set(Member.objects.visible_to(UserFactory())) == {public, private}
    assert not can_see_member(hidden.user, hidden)


def test_people_edit_their_own_entry_only():
    own, other = MemberFactory(), MemberFactory()
    assert list(Member.objects.editable_by(own.user)) == [own]
    assert not can_edit_member(own.user, other)
    assert not can_edit_member(AnonymousUser(), Member())


def test_the_contact_form_is_open_to_its_audience():
    member = MemberFactory(contact_audience="members")
    assert (can_write_to(UserFactory(), member), can_write_to(AnonymousUser(), member)) == (True, False)
    member.visibility = Visibility.NOBODY
    assert not can_write_to(UserFactory(), member)


def test_contacts_are_for_signed_in_users():
    assert can_see_contact(UserFactory())
    assert not can_see_contact(AnonymousUser())
