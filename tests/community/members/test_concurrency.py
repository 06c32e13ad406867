"""Concurrent changes of entries, on a database with row locks: none is lost and none blocks another."""

import pytest

from community.members.actions import update_profile
from community.members.models import Member
from tests.concurrency import overlapping
from tests.factories.people import MemberFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_people_of_one_name_who_join_at_once_have_different_slugs(site):
    people = [UserFactory(first_name="Odile", last_name="Roth") for _ in range(2)]
    overlapping(*(lambda user=user: update_profile(Member(user=user)) for user in people))
    assert sorted(Member.objects.values_list("slug", flat=True)) == ["odile-roth", "odile-roth-2"]


def test_a_form_that_is_sent_twice_at_once_makes_one_entry(site):
    user = UserFactory(first_name="Odile", last_name="Roth")
    overlapping(*(lambda title=title: update_profile(Member(user=user), job_title=title) for title in ("One", "Two")))
    assert list(Member.objects.values_list("slug", "job_title")) == [("odile-roth", "Two")]


def test_concurrent_changes_of_different_fields_are_both_stored(site):
    member = MemberFactory(job_title="Old", bio="Old")
    one, other = Member.objects.get(pk=member.pk), Member.objects.get(pk=member.pk)
    overlapping(lambda: update_profile(one, job_title="New"), lambda: update_profile(other, bio="New"))
    member.refresh_from_db()
    assert [member.job_title, member.bio] == ["New", "New"]
