"""The “What I follow” page."""

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.models import PageViewRestriction

from community.follows.actions.follows import mute
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, texts
from website.news.models import NewsPage
from website.notifications.actions import notify
from website.notifications.models import Recipient
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
PAGE = "/en/my/follows/"


@pytest.fixture
def reader(site, client):
    user = UserFactory(groups=["Members"], language="en")
    client.force_login(user)
    return user


def links(response) -> dict[str, str]:
    return {link["text"]: link["href"] for link in elements(response, "a")}


def summaries(response) -> list[str]:
    return [text for text in texts(response, "span") if text.startswith(("since", "1 notification"))]


def test_it_lists_and_links_the_follows_of_the_user_only(reader, client):
    original = make_page(NewsPage, title="Chaleur")
    english = make_page(NewsPage, language="en", title="Heat", translation_of=original)
    german = make_page(NewsPage, language="de", title="Wasser")
    theme, firm, person = Theme.objects.get(slug="water"), OrganisationFactory(), MemberFactory()
    for thing in (original, german, theme, firm, person, FollowedList("events", "kind=visit")):
        make_follow(thing, reader)
    make_follow(Theme.objects.get(slug="energy"))
    response = client.get(PAGE)
    titles = ["Agenda – Type: Site visit", str(person), firm.name, "Water", "Wasser", "Heat"]
    assert texts(response, "h3") == titles
    found = links(response)
    assert [found[title] for title in titles] == [
        "/en/agenda/?kind=visit",
        f"/en/members/{person.slug}/",
        f"/en/organisations/{firm.slug}/",
        "/en/sheets/?theme=water",
        f"/en/news/{german.slug}/",
        english.url,
    ]
    assert 'lang="de"' in response.content.decode()


def test_it_is_in_the_menu(reader, client):
    assert links(client.get("/en/"))["What I follow"] == PAGE


def test_it_can_be_filtered_by_kind(reader, client):
    make_follow(Theme.objects.get(slug="water"), reader)
    make_follow(FollowedList("news", "theme=water"), reader)
    make_follow(make_page(NewsPage, title="Chaleur"), reader)
    assert texts(client.get(f"{PAGE}?kind=theme"), "h3") == ["Water"]
    assert texts(client.get(f"{PAGE}?kind=list"), "h3") == ["News – Theme: Water"]
    assert texts(client.get(f"{PAGE}?kind=news"), "h3") == ["Chaleur"]
    assert texts(client.get(f"{PAGE}?kind=event"), "h2")[0] == "No results for these filters"
    assert client.get(f"{PAGE}?kind=gallery").status_code == 400


def test_it_has_pages(reader, client):
    for _ in range(21):
        make_follow(TerritoryFactory(), reader)
    assert len(texts(client.get(f"{PAGE}?kind=territory"), "article")) == 20
    assert len(texts(client.get(f"{PAGE}?kind=territory&page=2"), "article")) == 1
    assert [client.get(f"{PAGE}?page={number}").status_code for number in ("3", "x", "0")] == [404, 404, 404]


def test_each_follow_has_its_own_pace(reader, client):
    row = make_follow(Theme.objects.get(slug="water"), reader)
    data = {"pace": "weekly", "back": f"{PAGE}?kind=theme"}
    assert client.post(f"{PAGE}{row.pk}/", data).url == f"{PAGE}?kind=theme"
    row.refresh_from_db()
    assert row.pace == "weekly"
    chosen = [one["value"] for one in elements(client.get(PAGE), "option") if "selected" in one and one["value"]]
    assert chosen == ["weekly"]
    assert client.post(f"{PAGE}{row.pk}/", {"pace": "hourly"}).status_code == 400
    assert client.post(f"{PAGE}{row.pk}/", {"pace": ""}).status_code == 302
    row.refresh_from_db()
    assert row.pace == ""


def test_a_muted_follow_is_marked_and_can_be_unmuted(reader, client):
    row = make_follow(Theme.objects.get(slug="water"), reader, pace="daily")
    mute(reader, row)
    assert "Unsubscribed from emails" in texts(client.get(PAGE), "span")
    client.post(f"{PAGE}{row.pk}/", {"pace": "daily"})
    assert "Unsubscribed from emails" not in texts(client.get(PAGE), "span")
    assert list(Follow.objects.active()) == [row]


def test_each_follow_can_be_deleted(reader, client):
    row = make_follow(Theme.objects.get(slug="water"), reader)
    assert client.post(f"{PAGE}{row.pk}/", {"end": "1"}).url == PAGE
    assert Follow.objects.count() == 0


def test_another_persons_follow_is_not_found(reader, client):
    row = make_follow(Theme.objects.get(slug="water"))
    assert client.get(f"{PAGE}{row.pk}/").status_code == 404
    assert client.post(f"{PAGE}{row.pk}/", {"end": "1"}).status_code == 404
    assert client.post(f"{PAGE}{row.pk}/", {"pace": "never"}).status_code == 404
    row.refresh_from_db()
    assert row.pace == ""


def test_it_shows_how_many_notifications_each_follow_caused(reader, client):
    row, other = make_follow(Theme.objects.get(slug="water"), reader), make_follow(Theme.objects.get(slug="water"))
    with translation.override("en"):
        today = date_format(timezone.localdate())
    assert summaries(client.get(PAGE)) == [f"since {today}"]
    for recipient in (
        Recipient(reader, reason_object=row),
        Recipient(other.user, reason_object=other),
        Recipient(reader),
    ):
        notify([recipient], "page-published", at_once=False, title="x")
    expected = [f"since {today}", f"1 notification, on {today}"]
    assert summaries(client.get(PAGE)) == expected
    assert summaries(client.get(f"{PAGE}{row.pk}/")) == expected


def test_a_thing_that_the_user_may_no_longer_see_has_no_name(reader, client):
    page, person = make_page(NewsPage, title="Entre nous"), MemberFactory()
    gone = make_page(NewsPage, title="Retirée")
    for thing in (page, person, gone):
        make_follow(thing, reader)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    person.visibility = "nobody"
    person.save()
    gone.unpublish()
    response = client.get(PAGE)
    assert texts(response, "h3") == ["Something you can no longer see"] * 3
    for name in ("Entre nous", str(person), "Retirée"):
        assert name not in response.content.decode()


def test_a_user_without_follows_sees_suggestions(reader, client):
    place, firm = TerritoryFactory(name_en="Colmar"), OrganisationFactory(name="Papeterie")
    expertise = [Theme.objects.get(slug="water")]
    MemberFactory(user=reader, territory=place, organisation=firm, expertise=expertise)
    response = client.get(PAGE)
    assert texts(response, "h2")[0] == "Nothing here yet"
    assert texts(response, "h3")[:3] == ["Colmar", "Papeterie", "Water"]
    assert len(texts(response, "h3")) == 6
    [colmar, *_others] = [one["value"] for one in elements(response, "input") if one.get("name") == "key"]
    client.post(f"{PAGE}change/", {"subject": "territory", "key": colmar, "act": "follow", "back": PAGE})
    assert texts(client.get(PAGE), "h3") == ["Colmar"]


def test_a_deleted_thing_deletes_its_follows_and_a_deleted_version_does_not(reader, client):
    place = TerritoryFactory()
    original = make_page(NewsPage)
    version = make_page(NewsPage, language="en", title="Heat", translation_of=original)
    make_follow(place, reader)
    row = make_follow(version, reader)
    place.delete()
    original.delete()
    row.refresh_from_db()
    assert (list(Follow.objects.all()), row.target) == ([row], version.text)
    version.delete()
    assert Follow.objects.count() == 0
