"""The follow button: where it appears, what it shows to whom, and what it does."""

import pytest
from wagtail.models import PageViewRestriction

from community.follows.actions import follows
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, texts, without_nonce
from website.accounts.actions import verify_address
from website.news.models import NewsPage
from website.topics.models import Theme, topical_models

pytestmark = pytest.mark.django_db
LIST = "/en/news/"


def fields(response) -> dict[str, str]:
    """Return the fields of the first form of a follow button."""
    sent = {}
    for one in elements(response, "input"):
        if one.get("name") in ("subject", "key", "query", "back"):
            sent.setdefault(one["name"], one["value"])
    return sent


def buttons(response) -> list[str]:
    """Return the labels of the buttons, without the name of the thing."""
    return [text.partition("“")[0].strip() for text in texts(response, "button") if "ollow" in text]


def press(client, response, act="follow"):
    return client.post("/en/my/follows/change/", {**fields(response), "act": act}, follow=True)


@pytest.fixture
def reader(site, client):
    user = UserFactory(groups=["Members"], language="en")
    client.force_login(user)
    return user


def address(thing) -> str:
    return thing.get_absolute_url().replace("/fr/", "/en/", 1)


@pytest.mark.parametrize("model", topical_models(), ids=lambda model: model.__name__)
def test_a_page_of_any_kind_can_be_followed_and_unfollowed(reader, client, model):
    page = make_page(model, language="en")
    before = client.get(page.url)
    assert (buttons(before), texts(before, "title")) == (["Follow"], texts(client.get(page.url), "title"))
    after = press(client, before)
    assert (after.redirect_chain, buttons(after)) == ([(page.url, 302)], ["Unfollow"])
    assert list(Follow.objects.of(reader).of_any([page]).values_list("target_id", flat=True)) == [page.text.pk]
    assert buttons(press(client, after, "unfollow")) == ["Follow"]
    assert Follow.objects.count() == 0


@pytest.mark.parametrize("make", [TerritoryFactory, OrganisationFactory, MemberFactory], ids=lambda one: one.__name__)
def test_a_row_with_a_page_can_be_followed(reader, client, make):
    thing = make()
    after = press(client, client.get(address(thing)))
    assert (after.redirect_chain, buttons(after)) == ([(address(thing), 302)], ["Unfollow"])
    assert Follow.objects.get().target == thing


def test_a_page_is_followed_in_all_its_languages_at_once(reader, client):
    original = make_page(NewsPage, language="de", title="Wärme")
    version = make_page(NewsPage, language="en", title="Heat", translation_of=original)
    assert buttons(press(client, client.get(version.url))) == ["Unfollow"]
    assert Follow.objects.get().target == original.text
    press(client, client.get(version.url))
    press(client, client.get(original.url))
    assert Follow.objects.count() == 1


def test_a_list_is_followed_with_its_filters_and_a_theme_on_the_whole_site(reader, client):
    response = client.get(f"{LIST}?theme=water&page=1&utm_source=x")
    assert buttons(response) == ["Follow this list", "Follow the theme"]
    after = press(client, response)
    assert [(row.listing, row.query) for row in Follow.objects.all()] == [("news", "theme=water")]
    assert buttons(after) == ["Unfollow", "Follow the theme"]
    follows.follow(reader, Theme.objects.get(slug="water"))
    assert buttons(client.get(f"{LIST}?theme=water")) == ["Unfollow", "Unfollow"]
    assert buttons(client.get(f"{LIST}?theme=energy")) == ["Follow this list", "Follow the theme"]
    assert buttons(client.get(LIST)) == ["Follow this list"]


def test_a_list_with_invalid_filters_has_no_button(reader, client):
    assert buttons(client.get(f"{LIST}?theme=nothing")) == []
    assert buttons(client.get("/en/directory/?who=people&expertise=nothing")) == []


def test_nobody_follows_themselves(reader, client):
    member = MemberFactory(user=reader)
    response = client.get(address(member))
    assert buttons(response) == []
    data = {"subject": "member", "key": member.pk, "act": "follow"}
    assert client.post("/en/my/follows/change/", data).status_code == 404


def test_visitors_sign_in_and_return_to_the_page(site, client):
    page = make_page(NewsPage, language="en", title="Heat")
    for path, words in ((page.url, "Follow“Heat”"), (f"{LIST}?theme=water", "Follow this list")):
        links = {link["text"]: link["href"] for link in elements(client.get(path), "a")}
        assert links[words] == f"/en/accounts/login/?next={path.replace('?', '%3F').replace('=', '%3D')}"
    user = UserFactory(language="en")
    user.set_password("industrie-et-territoires")
    user.save()
    verify_address(user)
    data = {"login": user.email, "password": "industrie-et-territoires", "next": page.url}
    client.post("/en/accounts/login/", data)
    assert buttons(client.get(page.url)) == ["Follow"]


def test_the_state_of_a_button_is_not_shown_to_other_readers(site, client):
    page = make_page(NewsPage, language="en")
    paths = (page.url, f"{LIST}?theme=water", "/en/agenda/?view=month")
    visitor = [without_nonce(client.get(path)) for path in paths]
    for thing in (page, FollowedList("news", "theme=water"), FollowedList("events"), Theme.objects.get(slug="water")):
        make_follow(thing, make_follow(page).user)
    follower = make_follow(FollowedList("news", "theme=water"), make_follow(page).user).user
    client.force_login(follower)
    assert [buttons(client.get(path))[0] for path in paths] == ["Unfollow", "Unfollow", "Follow this list"]
    client.logout()
    assert [without_nonce(client.get(path)) for path in paths] == visitor
    client.force_login(UserFactory(language="en"))
    assert [buttons(client.get(path))[0] for path in paths] == ["Follow", "Follow this list", "Follow this list"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"subject": "theme", "key": "1"}, 400),
        ({"subject": "theme", "key": "1", "act": "explode"}, 400),
        ({"subject": "theme", "key": "x" * 99, "act": "follow"}, 400),
        ({"subject": "list", "key": "news", "query": "q=" + "x" * 600, "act": "follow"}, 400),
        ({"subject": "theme", "key": "x", "act": "follow"}, 404),
        ({"subject": "theme", "key": "999999", "act": "follow"}, 404),
        ({"subject": "theme", "key": "9" * 18, "act": "follow"}, 404),
        ({"subject": "user", "key": "1", "act": "follow"}, 404),
        ({"subject": "list", "key": "nothing", "act": "follow"}, 404),
        ({"subject": "list", "key": "posts", "act": "follow"}, 404),
        ({"subject": "list", "key": "news", "query": "theme=nothing", "act": "follow"}, 404),
        ({"subject": "list", "key": "news", "query": "theme=%00", "act": "follow"}, 404),
    ],
)
def test_invalid_form_data_is_refused(reader, client, data, status):
    assert client.post("/en/my/follows/change/", data).status_code == status
    assert Follow.objects.count() == 0
    assert client.get("/en/my/follows/change/").status_code == 405


@pytest.mark.parametrize(
    "back", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", "board", ""]
)
def test_the_redirect_stays_on_the_site(reader, client, back):
    data = {"subject": "theme", "key": Theme.objects.get(slug="water").pk, "act": "follow", "back": back}
    assert client.post("/en/my/follows/change/", data).url == "/en/my/follows/"


def test_a_page_that_the_reader_may_not_read_cannot_be_followed(reader, client):
    page, draft = make_page(NewsPage), make_page(NewsPage, live=False)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    hidden = MemberFactory(visibility="nobody")
    for subject, key in (("news", page.pk), ("news", draft.pk), ("member", hidden.pk)):
        data = {"subject": subject, "key": key, "act": "follow"}
        assert client.post("/en/my/follows/change/", data).status_code == 404
    assert Follow.objects.count() == 0


def test_a_user_with_too_many_follows_sees_a_message(reader, client, monkeypatch):
    monkeypatch.setattr(follows, "MAX_FOLLOWS", 1)
    make_follow(Theme.objects.get(slug="energy"), reader)
    data = {"subject": "theme", "key": Theme.objects.get(slug="water").pk, "act": "follow"}
    response = client.post("/en/my/follows/change/", data, follow=True)
    assert "You can follow up to 1 things. Unfollow one before you add another." in texts(response, "p")
    assert Follow.objects.count() == 1


def test_following_a_muted_thing_again_unmutes_it(reader):
    theme = Theme.objects.get(slug="water")
    row = make_follow(theme, reader, pace="weekly")
    follows.mute(reader, row)
    again = follows.follow(reader, theme)
    assert (again.pk, again.is_muted, again.pace) == (row.pk, False, "weekly")
