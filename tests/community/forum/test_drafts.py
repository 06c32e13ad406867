"""Drafts of topics and posts."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from community.forum.actions.drafts import MOST_DRAFTS, save_draft
from community.forum.enums import BoardAudience
from community.forum.models import Board, Draft
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_topic
from tests.factories.organisations import OrganisationFactory
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.topics.models import Territory, Theme

pytestmark = pytest.mark.django_db
CHOSEN = ("kind", "themes", "territories")


@pytest.fixture
def amelie(site, client):
    user = MemberFactory(user__first_name="Amélie").user
    client.force_login(user)
    return user


def stored(user) -> list[tuple[str, str, str]]:
    return list(Draft.objects.filter(user=user).order_by("pk").values_list("key", "title", "body"))


def test_a_script_saves_a_draft_and_gets_an_empty_response(client, amelie):
    topic = make_topic()
    for body in ("We ha", "We have **much**"):
        answer = client.post("/en/drafts/save/", {"draft": f"topic-{topic.pk}", "body": body, "by_script": "1"})
        assert [answer.status_code, answer.content] == [204, b""]
    assert stored(amelie) == [(f"topic-{topic.pk}", "", "We have **much**")]


def test_without_script_a_button_saves_the_draft_and_leads_back(client, amelie):
    topic = make_topic(amelie)
    post = topic.last_post
    sent = {
        f"topic-{topic.pk}": f"/en/discussions/{topic.pk}/reply/#answer",
        f"post-{post.pk}": f"/en/posts/{post.pk}/edit/",
        "new": "/en/discussions/new/",
    }
    for key, address in sent.items():
        assert client.post("/en/drafts/save/", {"draft": key, "body": f"Draft {key}"}).url == address
        page = client.get(address)
        assert texts(page, "textarea")[0] == f"Draft {key}"
        assert "is below." in page.content.decode()
        assert client.post("/en/drafts/drop/", {"draft": key}).url == address
        assert "is below." not in client.get(address).content.decode()
    assert stored(amelie) == []


def test_the_draft_of_a_new_topic_keeps_its_title_and_target(client, amelie):
    make_board()
    answer = client.post("/en/drafts/save/?about=/en/x/", {"draft": "new", "title": "Who uses steam?", "body": ""})
    assert answer.url == "/en/discussions/new/?about=%2Fen%2Fx%2F"
    page = client.get(answer.url)
    assert [tag.get("value") for tag in elements(page, "input") if tag.get("name") == "title"] == ["Who uses steam?"]


def chosen_on(page) -> dict[str, list[str]]:
    """Return the selected values on the form of a new topic."""
    fields = [tag for tag in elements(page, "input") if "checked" in tag and tag.get("name") in CHOSEN]
    found = {name: [tag["value"] for tag in fields if tag["name"] == name] for name in CHOSEN}
    options = [tag["value"] for tag in elements(page, "option") if "selected" in tag]
    return {**found, "options": options}


@pytest.fixture
def choices(site):
    """Values for all choices of a new topic that differ from the initial ones."""
    make_board(name_en="Always first"), make_board(name_en="Water", slug="water")
    TerritoryFactory(name_en="Grand Est", is_featured=True)
    theme, territory = Theme.objects.by_name().last(), Territory.objects.featured().by_name().last()
    return {"board": "water", "kind": "talk", "language": "nl", "themes": theme.pk, "territories": territory.pk}


@pytest.mark.parametrize("is_by_script", [True, False])
def test_the_draft_of_a_new_topic_keeps_all_that_was_chosen(client, amelie, choices, is_by_script):
    sent = {"draft": "new", "title": "Who uses steam?", **choices, **({"by_script": "1"} if is_by_script else {})}
    client.post("/en/drafts/save/", sent)
    assert chosen_on(client.get("/en/discussions/new/")) == {
        "kind": ["talk"],
        "themes": [str(choices["themes"])],
        "territories": [str(choices["territories"])],
        "options": ["water", "nl"],
    }


def test_a_draft_keeps_that_no_theme_is_chosen(client, amelie, choices):
    page = make_page(SheetPage, title="Steam for two", themes=Theme.objects.all()[:1])
    address = f"/en/discussions/new/?about={page.get_url()}"
    assert len(chosen_on(client.get(address))["themes"]) == 1
    client.post("/en/drafts/save/", {"draft": key_on(client.get(address)), "title": "Steam", "kind": "talk"})
    assert chosen_on(client.get(address))["themes"] == []


def test_unknown_and_oversized_values_are_not_stored_in_a_draft(client, amelie, choices):
    wrong = {"board": "x" * 201, "kind": "tal\0k", "themes": [*range(1, 200)], "is_pinned": "1", "by_script": "1"}
    assert client.post("/en/drafts/save/", {"draft": "new", "title": "Steam", **wrong}).status_code == 204
    assert Draft.objects.get().chosen == {"themes": [str(number) for number in range(1, 101)], "territories": []}


def test_values_that_are_no_longer_choices_are_ignored(client, amelie, choices):
    wrong = {"board": "gone", "kind": "<b>", "language": "xx", "themes": ["x", "99999"], "territories": "-1"}
    client.post("/en/drafts/save/", {"draft": "new", "title": "Steam", **wrong})
    page = client.get("/en/discussions/new/")
    assert chosen_on(page) == {"kind": [], "themes": [], "territories": [], "options": []}
    assert page.status_code == 200


def test_the_draft_of_a_change_keeps_its_reason(client, amelie):
    post = make_topic(amelie).last_post
    client.post("/en/drafts/save/", {"draft": f"post-{post.pk}", "body": "Better", "reason": "A wrong number"})
    assert Draft.objects.get().chosen == {"reason": ["A wrong number"]}
    page = client.get(f"/en/posts/{post.pk}/edit/")
    assert [tag.get("value") for tag in elements(page, "input") if tag.get("name") == "reason"] == ["A wrong number"]


def key_on(page) -> str:
    return next(tag["value"] for tag in elements(page, "input") if tag.get("name") == "draft")


def test_each_target_has_a_draft_of_its_own(client, amelie):
    make_board()
    sheets = [make_page(SheetPage, title=title) for title in ("Steam for two", "Water again")]
    places = [
        "/en/discussions/new/",
        *(f"/en/discussions/new/?about={sheet.get_url()}" for sheet in sheets),
        f"/en/discussions/new/?about={OrganisationFactory().get_absolute_url()}",
        f"/en/discussions/new/?about={make_topic().get_absolute_url()}",
    ]
    for place in places:
        client.post("/en/drafts/save/", {"draft": key_on(client.get(place)), "body": f"Of {place}"})
    assert [texts(client.get(place), "textarea")[0] for place in places] == [f"Of {place}" for place in places]
    new = {"board": Board.objects.first().slug, "kind": "talk", "title": "Steam", "body": "Words", "language": "en"}
    assert client.post(places[1], new).status_code == 302
    assert [texts(client.get(place), "textarea")[0] for place in places[:3]] == [
        f"Of {places[0]}",
        "",
        f"Of {places[2]}",
    ]


def test_a_text_has_one_draft_in_all_its_languages(client, amelie):
    make_board()
    page = make_page(SheetPage, title="Steam for two")
    twin = page.copy_for_translation(Locale.objects.get(language_code="de"))
    twin.save_revision().publish()
    pages = [client.get(f"/en/discussions/new/?about={each.get_url()}") for each in (page, twin)]
    assert [key_on(each) for each in pages] == [f"new-text-{page.text.pk}"] * 2


def test_my_drafts_name_each_what_it_is_about_and_lead_back_to_it(client, amelie):
    make_board()
    sheet, topic = make_page(SheetPage, title="Steam for two"), make_topic(amelie, title="Who has steam?")
    save_draft(amelie, "new", title="An idea", body="Not yet")
    save_draft(amelie, f"new-text-{sheet.text.pk}", body="About the sheet")
    save_draft(amelie, f"topic-{topic.pk}", body="An answer")
    save_draft(amelie, f"post-{topic.last_post_id}", body="A change")
    page = client.get("/en/my/drafts/")
    assert texts(page, "h3") == ["Who has steam?", "Who has steam?", "Steam for two", "An idea"]
    ways = [tag["href"] for tag in elements(page, "a") if tag["text"] == "Continue writing"]
    for way, text in zip(ways, ("A change", "An answer", "About the sheet", "Not yet"), strict=True):
        assert texts(client.get(way), "textarea")[0] == text


def test_my_drafts_are_thrown_away_with_a_button_each(client, amelie):
    save_draft(amelie, "topic-1", body="One")
    save_draft(amelie, "topic-2", body="Two")
    assert texts(client.get("/en/my/drafts/"), "button").count("Delete the draft") == 2
    assert client.post("/en/drafts/drop/", {"draft": "topic-2", "in_list": "1"}).url == "/en/my/drafts/"
    assert stored(amelie) == [("topic-1", "", "One")]


def test_targets_that_i_may_not_see_are_not_named_and_my_text_is_kept(client, amelie):
    stranger, _open = UserFactory(), make_board(slug="open")
    closed = make_topic(stranger, make_board(BoardAudience.GROUP, members=[stranger]), title="A secret question")
    sheet = make_page(SheetPage, title="A secret sheet")
    sheet.unpublish()
    for key in (
        f"topic-{closed.pk}",
        f"post-{closed.last_post_id}",
        f"new-text-{sheet.text.pk}",
        f"new-topic-{closed.pk}",
    ):
        save_draft(amelie, key, body=f"Words of {key}")
    page = client.get("/en/my/drafts/")
    assert page.content.decode().count("can no longer see") == 4
    assert "secret" not in page.content.decode()
    ways = [tag["href"] for tag in elements(page, "a") if tag["text"] == "Continue writing"]
    assert [texts(client.get(way), "textarea")[0] for way in ways] == [
        f"Words of new-topic-{closed.pk}",
        f"Words of new-text-{sheet.text.pk}",
    ]
    assert key_on(client.get(ways[1])) == f"new-text-{sheet.text.pk}"
    new = {"board": "open", "kind": "talk", "title": "Steam", "body": "Words", "language": "en"}
    client.post(ways[1], new)
    assert not Draft.objects.filter(key=f"new-text-{sheet.text.pk}").exists()


def test_my_drafts_list_only_my_own_and_are_paginated(client, amelie):
    save_draft(UserFactory(), "new", title="Nobody reads that")
    page = client.get("/en/my/drafts/")
    assert [texts(page, "h2")[0], "Nobody reads that" in page.content.decode()] == ["Nothing here yet", False]
    for number in range(1, 22):
        save_draft(amelie, f"topic-{number}", body="x")
    assert [len(texts(client.get(f"/en/my/drafts/?page={n}"), "h3")) for n in (1, 2)] == [20, 1]
    assert client.get("/en/my/drafts/?page=3").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_drafts_takes_the_same_statements_however_long_it_is(client, amelie, number):
    for _ in range(number):
        topic, sheet, firm = make_topic(amelie), make_page(SheetPage), OrganisationFactory()
        names = [f"new-text-{sheet.text.pk}", f"new-organisation-{firm.pk}", f"new-topic-{topic.pk}"]
        for key in (*names, f"topic-{topic.pk}", f"post-{topic.last_post_id}"):
            save_draft(amelie, key, body="x")
    client.get("/en/my/drafts/")
    with statements("forum: the list of drafts"):
        assert len(texts(client.get("/en/my/drafts/"), "h3")) == 5 * number


@pytest.mark.parametrize("place", ["/en/echanges/", "/en/my/profile/"])
def test_a_member_finds_the_drafts(client, amelie, place):
    assert "/en/my/drafts/" in [tag["href"] for tag in elements(client.get(place), "a")]


def test_a_form_says_that_a_draft_keeps_no_files(client, amelie):
    make_board()
    assert "Drafts do not keep files" in client.get("/en/discussions/new/").content.decode()


def test_sending_a_form_discards_its_draft(client, amelie):
    board, topic = make_board(), make_topic(amelie)
    keys = ["new", f"topic-{topic.pk}", f"post-{topic.last_post_id}", "topic-999"]
    for key in keys:
        save_draft(amelie, key, body="Words")
    new = {"board": board.slug, "kind": "talk", "title": "Steam", "body": "Words", "language": "en"}
    assert client.post("/en/discussions/new/", new).status_code == 302
    assert client.post(f"/en/discussions/{topic.pk}/reply/", {"body": "Words"}).status_code == 302
    assert client.post(f"/en/posts/{topic.last_post_id}/edit/", {"body": "Words"}).status_code == 302
    assert stored(amelie) == [("topic-999", "", "Words")]


def test_a_quotation_is_appended_to_the_draft(client, amelie):
    topic = make_topic(body="We have much")
    save_draft(amelie, f"topic-{topic.pk}", body="Dear all")
    page = client.get(f"/en/discussions/{topic.pk}/reply/?quote={topic.last_post_id}")
    assert texts(page, "textarea")[0].startswith("Dear all ")
    assert texts(page, "textarea")[0].endswith(f"> #post-{topic.last_post_id} > > We have much")


def test_nobody_sees_the_draft_of_another(client, amelie):
    topic = make_topic()
    save_draft(UserFactory(), f"topic-{topic.pk}", body="Nobody reads that")
    assert "Nobody reads that" not in client.get(topic.get_absolute_url()).content.decode()
    client.post("/en/drafts/drop/", {"draft": f"topic-{topic.pk}"})
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    "key", ["", "x", "topic-", "topic-0", "topic-12\n", "new-1", "new-user-1", f"post-{10**20}", "../new"]
)
def test_an_invalid_key_is_refused_and_the_text_is_shown_again(client, amelie, key):
    answer = client.post("/en/drafts/save/", {"draft": key, "body": "Long words"})
    assert [answer.status_code, texts(answer, "textarea"), stored(amelie)] == [400, ["Long words"], []]


def test_blank_drafts_are_not_stored_and_the_oldest_are_deleted_beyond_the_limit(client, amelie):
    for number in range(1, MOST_DRAFTS + 3):
        save_draft(amelie, f"topic-{number}", body="x")
    keys = [key for key, _title, _body in stored(amelie)]
    assert [len(keys), keys[0]] == [MOST_DRAFTS, "topic-3"]
    client.post("/en/drafts/save/", {"draft": "topic-3", "body": "  "})
    assert len(stored(amelie)) == MOST_DRAFTS - 1


def test_drafts_are_deleted_after_thirty_days(amelie):
    save_draft(amelie, "new", body="Old")
    save_draft(amelie, "topic-1", body="Young")
    Draft.objects.filter(key="new").update(updated_at=timezone.now() - timedelta(days=31))
    call_command("forget", verbosity=0)
    assert stored(amelie) == [("topic-1", "", "Young")]
