"""What was typed survives a closed browser."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from community.forum.actions.drafting import MOST_DRAFTS, keep_draft
from community.forum.models import Draft
from tests.factories.forum import make_board, make_topic
from tests.factories.people import MemberFactory, UserFactory
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def amelie(site, client):
    user = MemberFactory(user__first_name="Amélie").user
    client.force_login(user)
    return user


def kept(user) -> list[tuple[str, str, str]]:
    return list(Draft.objects.filter(user=user).order_by("pk").values_list("key", "title", "body"))


def test_script_keeps_what_is_typed_and_is_answered_without_words(client, amelie):
    topic = make_topic()
    for body in ("We ha", "We have **much**"):
        answer = client.post("/en/drafts/save/", {"draft": f"topic-{topic.pk}", "body": body, "by_script": "1"})
        assert [answer.status_code, answer.content] == [204, b""]
    assert kept(amelie) == [(f"topic-{topic.pk}", "", "We have **much**")]


def test_without_script_a_button_keeps_it_and_leads_back(client, amelie):
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
    assert kept(amelie) == []


def test_the_draft_of_a_new_topic_has_its_title_and_what_it_hangs_on(client, amelie):
    make_board()
    answer = client.post("/en/drafts/save/?about=/en/x/", {"draft": "new", "title": "Who uses steam?", "body": ""})
    assert answer.url == "/en/discussions/new/?about=%2Fen%2Fx%2F"
    page = client.get(answer.url)
    assert [tag.get("value") for tag in elements(page, "input") if tag.get("name") == "title"] == ["Who uses steam?"]


def test_what_is_sent_is_no_draft_any_more(client, amelie):
    board, topic = make_board(), make_topic(amelie)
    keys = ["new", f"topic-{topic.pk}", f"post-{topic.last_post_id}", "topic-999"]
    for key in keys:
        keep_draft(amelie, key, body="Words")
    new = {"board": board.slug, "kind": "talk", "title": "Steam", "body": "Words", "language": "en"}
    assert client.post("/en/discussions/new/", new).status_code == 302
    assert client.post(f"/en/discussions/{topic.pk}/reply/", {"body": "Words"}).status_code == 302
    assert client.post(f"/en/posts/{topic.last_post_id}/edit/", {"body": "Words"}).status_code == 302
    assert kept(amelie) == [("topic-999", "", "Words")]


def test_a_quote_stands_behind_what_was_typed_before(client, amelie):
    topic = make_topic(body="We have much")
    keep_draft(amelie, f"topic-{topic.pk}", body="Dear all")
    page = client.get(f"/en/discussions/{topic.pk}/reply/?quote={topic.last_post_id}")
    assert texts(page, "textarea")[0].startswith("Dear all ")
    assert texts(page, "textarea")[0].endswith("wrote: > We have much")


def test_nobody_sees_the_draft_of_another(client, amelie):
    topic = make_topic()
    keep_draft(UserFactory(), f"topic-{topic.pk}", body="Nobody reads that")
    assert "Nobody reads that" not in client.get(topic.get_absolute_url()).content.decode()
    client.post("/en/drafts/drop/", {"draft": f"topic-{topic.pk}"})
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "topic-", "topic-0", "topic-12\n", "new-1", f"post-{10**20}", "../new"])
def test_a_draft_of_nothing_is_refused_with_what_was_typed(client, amelie, key):
    answer = client.post("/en/drafts/save/", {"draft": key, "body": "Long words"})
    assert [answer.status_code, texts(answer, "textarea"), kept(amelie)] == [400, ["Long words"], []]


def test_nothing_typed_is_no_draft_and_of_many_the_oldest_go(client, amelie):
    for number in range(1, MOST_DRAFTS + 3):
        keep_draft(amelie, f"topic-{number}", body="x")
    keys = [key for key, _title, _body in kept(amelie)]
    assert [len(keys), keys[0]] == [MOST_DRAFTS, "topic-3"]
    client.post("/en/drafts/save/", {"draft": "topic-3", "body": "  "})
    assert len(kept(amelie)) == MOST_DRAFTS - 1


def test_drafts_are_forgotten_after_thirty_days(amelie):
    keep_draft(amelie, "new", body="Old")
    keep_draft(amelie, "topic-1", body="Young")
    Draft.objects.filter(key="new").update(updated_at=timezone.now() - timedelta(days=31))
    call_command("forget", verbosity=0)
    assert kept(amelie) == [("topic-1", "", "Young")]
