"""Asking members and organisations for help with a question, within the limits that members set."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format

from community.experts.actions import NotACandidate, ask_expert
from community.experts.models import Ask
from community.forum.actions.moderating import lock
from community.forum.actions.posting import accept_answer
from community.forum.models import Post, Topic
from community.organisations.models import OrganisationEditor
from experiences.sheets.models import SheetPage
from tests.factories.experts import make_expert, make_question, make_solved, theme
from tests.factories.forum import make_board, make_post
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(site, client):
    """A signed-in member who reads a question."""
    member = MemberFactory(user__first_name="Rita", user__last_name="Sommer", user__language="en")
    client.force_login(member.user)
    return member.user


def ask(client, topic, **whom):
    return client.post(f"/en/discussions/{topic.pk}/ask/", whom)


def offered_slugs(client, topic) -> list[str]:
    return [tag["value"] for tag in elements(client.get(topic_url(topic)), "input") if tag["name"] in KINDS]


KINDS = ("member", "organisation")


def topic_url(topic) -> str:
    return f"/en/discussions/{topic.pk}/"


def stored_asks() -> list[tuple]:
    return list(Ask.objects.order_by("pk").values_list("topic", "member", "organisation", "asked_by"))


def test_one_click_asks_and_the_panel_shows_it_from_then_on(client, reader):
    odile, topic = make_expert("water", slug="odile"), make_question()
    assert offered_slugs(client, topic) == ["odile"]
    answer = ask(client, topic, member="odile")
    assert (answer.status_code, answer.url) == (302, f"{topic_url(topic)}#who-can-help")
    assert stored_asks() == [(topic.pk, odile.pk, None, reader.pk)]
    assert [offered_slugs(client, topic), ask(client, topic, member="odile").status_code] == [[], 302]
    assert len(stored_asks()) == 1
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    assert f"Asked on {day}" in [" ".join(words.split()) for words in texts(client.get(topic_url(topic)), "p")]


def test_the_mail_says_who_asks_what_and_why_and_how_to_be_asked_less(client, reader, settings):
    settings.REPLY_DOMAIN = "reply.example.org"
    odile = make_expert("water", slug="odile", user__email="odile@example.org", user__language="en")
    make_solved(odile.user)
    topic = make_question(title="Who uses condensate?", body="We have **12,000 m³**.")
    mail.outbox.clear()
    ask(client, topic, member="odile")
    [letter] = mail.outbox
    assert [letter.to, letter.subject] == [["odile@example.org"], "Can you help? Who uses condensate?"]
    assert letter.reply_to[0].endswith("@reply.example.org")
    words = " ".join(letter.body.split())
    for expected in (
        "Rita Sommer asks you for help with a question.",
        "We have **12,000 m³**.",
        "Why you were asked: - Expertise: Water - 1 accepted answer on this topic",
        "/en/my/profile/#id_questions_per_month",
        "Someone asks for your help.",
    ):
        assert expected in words
    html = letter.alternatives[0][0]
    assert "<strong>12,000 m³</strong>" in html
    row = Notification.objects.get(kind="question-asked")
    assert (row.is_direct, row.recipient, row.target) == (True, odile.user, topic.posts.get())


def test_the_mail_is_in_the_language_of_its_recipient(client, reader):
    make_expert("water", slug="odile", user__language="de")
    mail.outbox.clear()
    ask(client, make_question(), member="odile")
    assert "/de/my/profile/" in mail.outbox[0].body
    assert "Wasser" in mail.outbox[0].body


def test_asking_an_organisation_notifies_its_editors_who_accept_questions(client, reader):
    mill = OrganisationFactory(name="Mill", slug="mill")
    make_page(SheetPage, themes=[theme()], organisation=mill)
    full = make_expert(name="Full", questions=1)
    Ask.objects.create(topic=make_question(), member=full)
    editors = [make_expert(name="One"), make_expert(name="Two"), make_expert(name="Unwilling", questions=0), full]
    for editor in editors:
        OrganisationEditor.objects.create(organisation=mill, user=editor.user)
    topic = make_question()
    Ask.objects.exclude(member=full).delete()
    mail.outbox.clear()
    assert ask(client, topic, organisation="mill").status_code == 302
    recipients = list(
        Notification.objects.filter(kind="question-asked").order_by("pk").values_list("recipient", flat=True)
    )
    assert recipients == [editor.user.pk for editor in editors[:2]]
    assert "Rita Sommer asks Mill for help with a question." in mail.outbox[0].body
    assert "Why the organisation was asked:\n- 1 experience sheet on this topic" in mail.outbox[0].body
    # The page does not reveal the editors to the asker.
    page = client.get(topic_url(topic)).content.decode()
    assert ["Mill" in page, "One Roth" in page, "Two Roth" in page] == [True, False, False]


def test_nobody_is_asked_more_often_in_a_month_than_they_allow(client, reader):
    odile = make_expert("water", slug="odile", questions=2)
    topics = [make_question() for _ in range(4)]
    codes = [ask(client, topic, member="odile").status_code for topic in topics[:3]]
    assert [codes, len(stored_asks())] == [[302, 302, 409], 2]
    assert offered_slugs(client, topics[3]) == []
    Ask.objects.update(created_at=timezone.now() - timedelta(days=32))
    assert offered_slugs(client, topics[3]) == [odile.slug]


@pytest.mark.parametrize(
    "fields",
    [{"questions": 0}, {"user__is_active": False}, {"visibility": "nobody"}, {"expertise_audience": "nobody"}],
)
def test_members_who_are_not_offered_cannot_be_asked_and_nothing_says_why(client, reader, fields):
    make_expert("water", slug="other", name="Other")
    make_expert("water", slug="odile", **fields)
    topic = make_question()
    assert ask(client, topic, member="odile").status_code in (400, 409)
    assert [stored_asks(), offered_slugs(client, topic)] == [[], ["other"]]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"member": "\x00"},
        {"member": "x" * 3000},
        {"organisation": "1"},
        {"member": "odile", "organisation": "mill"},
    ],
)
def test_a_request_that_does_not_name_one_candidate_is_refused(client, reader, data):
    make_expert("water", slug="odile")
    OrganisationFactory(slug="mill")
    assert [ask(client, make_question(), **data).status_code, stored_asks()] == [400, []]


def test_only_those_who_may_answer_may_ask(client, site):
    odile, asker = make_expert("water", slug="odile"), UserFactory()
    board = make_board("group", members=[asker])
    closed, locked, solved = make_question(asker, board), make_question(), make_solved(UserFactory())
    lock(UserFactory(groups=["Coordinators"]), locked, True)
    talk = make_question(kind="talk")
    assert ask(client, make_question(), member="odile").url.startswith("/en/accounts/login/")
    client.force_login(UserFactory())
    codes = [ask(client, topic, member="odile").status_code for topic in (closed, locked, solved, talk)]
    assert [codes, stored_asks()] == [[404, 403, 403, 403], []]
    for topic in (closed, locked, solved, talk):
        with pytest.raises(PermissionDenied):
            ask_expert(UserFactory(), topic, odile)


def test_the_action_refuses_a_member_who_is_not_offered(client, reader):
    with pytest.raises(NotACandidate):
        ask_expert(reader, make_question(), make_expert("energy"))


def test_the_number_of_requests_per_hour_is_limited(client, reader):
    make_expert("water", slug="odile", questions=8)
    codes = [ask(client, make_question(), member="odile").status_code for _ in range(11)]
    assert codes == [302] * 8 + [409] * 2 + [429]


def test_the_panel_is_under_open_questions_only_on_their_first_page_and_for_members(client, site):
    make_expert("water", slug="odile")
    open_one, talk, solved = make_question(), make_question(kind="talk"), make_question()
    accept_answer(solved.author, solved, make_post(topic=solved))
    Post.objects.bulk_create(
        Post(topic=open_one, author=open_one.author, position=position, body="x", stored_html="x")
        for position in range(2, 22)
    )
    Topic.objects.filter(pk=open_one.pk).update(post_count=21, last_position=21)
    pages = [topic_url(open_one), f"{topic_url(open_one)}?page=2", topic_url(talk), topic_url(solved)]

    def panels():
        return ["who-can-help" in client.get(page).content.decode() for page in pages]

    assert panels() == [False] * 4
    client.force_login(UserFactory())
    assert panels() == [True, False, False, False]


def test_without_candidates_the_panel_links_to_the_directory(client, reader):
    topic = make_question()
    links = [tag["href"] for tag in elements(client.get(topic_url(topic)), "a") if "expertise=" in tag.get("href", "")]
    assert [link.endswith("?who=people&expertise=water") for link in links] == [True]


def test_opening_the_question_marks_the_notification_as_read(client, reader):
    odile, topic = make_expert("water", slug="odile"), make_question()
    ask(client, topic, member="odile")
    client.force_login(odile.user)
    response = client.get("/en/my/notifications/")
    assert texts(response, "h3") == ["Can you help?"]
    client.get(topic_url(topic))
    assert Notification.objects.get(kind="question-asked").read_at is not None


@pytest.mark.parametrize("number", [1, 3])
def test_the_notification_page_takes_as_many_statements_for_many_questions(client, reader, number):
    odile = make_expert("water", questions=8)
    for _ in range(number):
        asker = MemberFactory().user
        ask_expert(asker, make_question(), odile)
    client.force_login(odile.user)
    client.get("/en/my/notifications/")
    with statements("experts: what is told of questions"):
        assert len(texts(client.get("/en/my/notifications/"), "h3")) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_topic_page_takes_as_many_statements_for_many_candidates(client, reader, number):
    for _ in range(number):
        make_expert("water")
    topic = make_question()
    client.get(topic_url(topic))
    with statements("experts: the page of a question"):
        assert len(offered_slugs(client, topic)) == number


def test_only_coordinators_see_how_many_questions_are_overdue(client, reader):
    asker = UserFactory()
    for board in (make_board("group", members=[asker]), make_board()):
        make_question(asker, board)
    Topic.objects.filter(board__audience="group").update(created_at=timezone.now() - timedelta(days=4))

    def entries(user):
        client.force_login(user)
        words = [" ".join(text.split()) for text in texts(client.get("/en/my/follows/"), "a")]
        return [text for text in words if text.startswith("Unanswered")]

    found = [entries(user) for user in (reader, UserFactory(groups=["Coordinators"]))]
    assert found == [[], ["Unanswered for three days1 unanswered"]]
