"""Who may follow what, checked for one and for many, and that nobody is notified of what they may not see."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from community.follows import subjects
from community.follows.actions import notifying
from community.follows.models import Follow
from community.follows.notices import still
from community.follows.permissions import can_follow
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import texts
from website.core.permissions import readable_pages
from website.news.models import NewsIndexPage, NewsPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
READERS = {
    "visitor": AnonymousUser,
    "member": lambda: UserFactory(groups=["Members"]),
    "coordinator": lambda: UserFactory(groups=["Coordinators"]),
    "administrator": lambda: UserFactory(is_superuser=True),
    "closed": lambda: UserFactory(is_active=False),
}
ACCOUNTS = ("member", "coordinator", "administrator")
LOGIN, GROUPS, PASSWORD = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.GROUPS,
    PageViewRestriction.PASSWORD,
)
# Restrictions of a page or of the section above it, and who may read it nevertheless.
KINDS = {"": ACCOUNTS, LOGIN: ACCOUNTS, GROUPS: ("coordinator", "administrator"), PASSWORD: ()}


def restrict(page, kind: str) -> None:
    if kind:
        row = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
        row.groups.set(Group.objects.filter(name="Coordinators") if kind == GROUPS else [])


def things() -> dict:
    rows = {"nobody": MemberFactory(visibility="nobody"), "members": MemberFactory(visibility="members")}
    pages = {f"page {kind}": make_page(NewsPage) for kind in KINDS}
    for kind in KINDS:
        restrict(pages[f"page {kind}"], kind)
    names = {"list": "news", "people": "members", "posts": "posts", "no list": "gone"}
    lists = {name: FollowedList(listing) for name, listing in names.items()}
    places = {"theme": Theme.objects.first(), "place": TerritoryFactory(), "firm": OrganisationFactory()}
    drafts = {"draft": make_page(NewsPage, live=False), "section": NewsIndexPage.objects.first()}
    return {**rows, **pages, **lists, **places, **drafts}


OPEN = {"members", "page ", f"page {LOGIN}", "list", "people", "theme", "place", "firm"}
MAY = {
    "visitor": set(),
    "member": OPEN,
    "coordinator": {*OPEN, f"page {GROUPS}"},
    "administrator": {*OPEN, f"page {GROUPS}"},
    "closed": set(),
}


@pytest.mark.parametrize("reader", READERS)
def test_users_can_follow_what_they_may_see(site, reader):
    person, found = READERS[reader](), things()
    assert {name for name, thing in found.items() if can_follow(person, thing)} == MAY[reader]


def test_the_check_for_many_agrees_with_the_check_for_one(site):
    people, found = [make() for make in READERS.values()], things()
    for subject, group in subjects.group_by_subject(found.values(), subjects.subject_for):
        pairs = [(person, thing) for person in people for thing in group]
        alone = {(person.pk, thing.pk) for person, thing in pairs if can_follow(person, thing)}
        assert subject.allowed(pairs) == alone


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    on_page=st.sampled_from(list(KINDS)),
    on_section=st.sampled_from(list(KINDS)),
    follows=st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(["theme", "list", "page"])), max_size=6),
)
def test_nobody_is_notified_of_a_page_that_they_may_not_see(db, site, on_page, on_section, follows):
    Notification.objects.all().delete()
    Follow.objects.all().delete()
    PageViewRestriction.objects.all().delete()
    theme = Theme.objects.get(slug="water")
    page = make_page(NewsPage, themes=[theme])
    people = {}
    for role, what in follows:
        thing = {"theme": theme, "list": FollowedList("news", "theme=water"), "page": page}[what]
        user = READERS[role]()
        people[user.pk] = role
        make_follow(thing, user)
    restrict(page, on_page)
    restrict(page.get_parent(), on_section)
    notifying.notify_of_publication(page, set())
    notifying.notify_of_change(page, set())
    notified = set(Notification.objects.values_list("recipient", flat=True))
    allowed = set(KINDS[on_page]) & set(KINDS[on_section])
    assert {people[pk] for pk in notified} <= allowed
    assert notified == {pk for pk, role in people.items() if role in allowed}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_restricted_before_the_mail_is_sent_is_dropped_for_those_who_may_not_see_it(site, kind):
    theme = Theme.objects.get(slug="water")
    people = {name: READERS[name]() for name in ACCOUNTS}
    for person in people.values():
        make_follow(theme, person)
    page = make_page(NewsPage, themes=[theme])
    rows = Notification.objects.all()
    assert len(still(rows)) == 3
    restrict(page, kind)
    names = {pk: name for name, person in people.items() for pk in [person.pk]}
    assert {names[row.recipient_id] for row in rows if row.pk in still(rows)} == set(KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_readable_if_wagtail_serves_it(site, client, kind):
    page = make_page(NewsPage, language="en")
    restrict(page.get_parent(), kind)
    for name in ACCOUNTS:
        person = READERS[name]()
        client.force_login(person)
        is_shown = texts(client.get(page.url), "h1") == [page.title]
        assert bool(readable_pages([(person, page)])) == is_shown == (name in KINDS[kind])
