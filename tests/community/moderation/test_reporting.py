"""Everybody who can see a thing can report it, with or without an account, and is notified of the outcome."""

import pytest

from community.moderation.models import Case, Report
from tests.factories.forum import make_board
from tests.factories.moderation import make_decision, make_report, make_shown_post, make_waiting_post, person
from tests.factories.people import UserFactory
from tests.reading import elements, texts
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
INSULT = {"reason": "insulting", "words": "The third line calls us thieves.", "is_sincere": "on"}
VISITOR = {**INSULT, "name": "Lena Vogt", "email": "Lena@example.org"}


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def board(mia):
    return make_board(moderators=[mia])


@pytest.fixture
def post(board):
    return make_shown_post(person("Anton"), board)


def report_url(post) -> str:
    return f"/en/report/post/{post.pk}/"


def subjects(mailoutbox) -> dict:
    return {mail.to[0]: mail.subject for mail in mailoutbox}


def test_a_member_reports_a_post_and_the_boards_moderator_is_notified(client, post, mailoutbox):
    olga = person("Olga")
    client.force_login(olga)
    response = client.post(report_url(post), INSULT, follow=True)
    assert response.redirect_chain == [("/en/report/thanks/", 302)]
    [found] = Report.objects.all()
    assert [found.reporter, found.reason, found.words, found.email] == [olga, "insulting", INSULT["words"], ""]
    assert [found.case.thing, found.case.is_open, found.case.person] == [post, True, post.author]
    assert subjects(mailoutbox) == {
        "mia@example.org": f"Reported: {post.topic.title}", "olga@example.org": "We have received your report"
    }  # fmt: skip
    assert Notification.objects.get(kind="moderation-case").reason_kind == "duty"
    assert f"/en/my/moderation/post/{post.pk}/" in mailoutbox[1].body


def test_a_visitor_reports_with_name_and_address_and_gets_a_confirmation(client, post, mailoutbox):
    client.post(report_url(post), VISITOR)
    [found] = Report.objects.all()
    assert [found.reporter, found.name, found.email] == [None, "Lena Vogt", "lena@example.org"]
    received = next(mail for mail in mailoutbox if mail.to == ["lena@example.org"])
    assert f"http://localhost:8000/en/reports/{found.token}/" in received.body
    assert texts(client.get(f"/en/reports/{found.token}/"), "blockquote") == [VISITOR["words"]]


def test_illegal_content_may_be_reported_anonymously(client, post, mailoutbox):
    client.post(report_url(post), {**INSULT, "reason": "illegal"})
    assert [Report.objects.get().who, list(subjects(mailoutbox))] == ["", ["mia@example.org"]]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"reason": "boring"}, {"reason"}),
        ({"reason": ""}, {"reason"}),
        ({"words": " "}, {"words"}),
        ({"words": "x" * 3001}, {"words"}),
        ({"is_sincere": ""}, {"is_sincere"}),
        ({"name": "", "email": ""}, {"name", "email"}),
        ({"email": "nobody"}, {"email"}),
        ({"words": "a\x00b"}, {"words"}),
    ],
)
def test_invalid_input_is_refused_and_redisplayed(client, post, changed, wrong):
    response = client.post(report_url(post), {**VISITOR, **changed})
    assert [response.status_code, response.context["form"].errors.keys(), Report.objects.count()] == [400, wrong, 0]
    assert texts(response, "textarea") == [{**VISITOR, **changed}["words"].replace("\x00", "\ufffd").strip()] or changed


def test_advertising_needs_no_explanation(client, post):
    client.force_login(UserFactory())
    client.post(report_url(post), {"reason": "advertising", "is_sincere": "on"})
    assert Report.objects.get().words == ""


def test_a_person_can_have_one_open_report_of_a_thing(client, post, mia, mailoutbox):
    for _ in range(2):
        response = client.post(report_url(post), VISITOR, follow=True)
    assert [Report.objects.count(), len(mailoutbox)] == [1, 2]
    assert "You have already reported this. We will tell you what we decide." in texts(response, "p")
    client.post(report_url(post), {**VISITOR, "email": "other@example.org"})
    make_decision(mia, post, "dismiss")
    client.post(report_url(post), VISITOR)
    assert [Report.objects.count(), Report.objects.open().count()] == [3, 1]


def test_moderators_are_notified_of_the_first_report_only(post, mailoutbox):
    for _ in range(3):
        make_report(post)
    assert Notification.objects.filter(kind="moderation-case").count() == 1


def test_without_moderators_the_coordinators_are_notified_except_the_reporter(site):
    claire, odile = (UserFactory(groups=["Coordinators"]) for _ in range(2))
    post = make_shown_post()
    make_report(post, claire)
    assert [row.recipient for row in Notification.objects.filter(kind="moderation-case")] == [odile]


def test_a_moderator_is_not_notified_of_a_report_of_their_own_post(board, mia):
    claire = UserFactory(groups=["Coordinators"])
    make_report(make_shown_post(mia, board))
    assert [row.recipient for row in Notification.objects.filter(kind="moderation-case")] == [claire]


def test_an_invisible_post_cannot_be_reported(client, mia):
    member, anton = UserFactory(), UserFactory()
    hidden = make_shown_post(anton, make_board(moderators=[mia]))
    make_decision(mia, hidden)
    among_members = make_shown_post(anton, make_board("members"))
    in_a_group = make_shown_post(anton, make_board("group", members=[anton]))
    waiting = make_waiting_post()
    answered = {}
    for user in (None, member, anton):
        client.logout()
        if user:
            client.force_login(user)
        answered[user] = [
            client.get(report_url(post)).status_code for post in (hidden, among_members, in_a_group, waiting)
        ]
    assert answered == {None: [404] * 4, member: [404, 200, 404, 404], anton: [404] * 4}
    assert client.post(report_url(in_a_group), INSULT).status_code == 404
    for address in ("/en/report/post/999/", "/en/report/member/1/"):
        assert client.get(address).status_code == 404
    assert Case.objects.filter(opened_at__isnull=False, is_waiting=False).count() == 0


def test_nobody_reports_their_own_post(client, post):
    client.force_login(post.author)
    assert client.get(report_url(post)).status_code == 404


def test_too_many_reports_are_refused_and_the_text_is_redisplayed(client, board, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "report": "2/h/ip"}
    posts = [make_shown_post(board=board) for _ in range(3)]
    answers = [client.post(report_url(post), VISITOR) for post in posts]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert [texts(answers[2], "textarea"), Report.objects.count()] == [[VISITOR["words"]], 2]


def test_a_post_links_to_the_report_form_and_for_moderators_to_the_case(client, post, mia):
    address, case_url = report_url(post), f"/en/my/moderation/post/{post.pk}/"
    found = {}
    for user in (None, UserFactory(), post.author, mia):
        client.logout()
        if user:
            client.force_login(user)
        links = {a["href"] for a in elements(client.get(post.topic.get_absolute_url().replace("/fr/", "/en/")), "a")}
        found[user] = [address in links, case_url in links]
    assert list(found.values()) == [[True, False], [True, False], [False, False], [True, True]]


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("dismiss", "A moderator has reviewed it and took no action:"),
        ("hide", "A moderator has reviewed it and hidden it."),
        ("edit", "A moderator has reviewed it and edited it."),
        ("warn", "A moderator has reviewed it and taken action."),
    ],
)
def test_reporters_are_notified_of_the_outcome_and_authors_do_not_learn_their_name(
    client, post, mia, verb, words, mailoutbox, django_capture_on_commit_callbacks
):
    olga = person("Olga")
    found = make_report(post, olga)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        make_decision(mia, post, verb, **({"text": "Better."} if verb == "edit" else {}))
    mails = {mail.to[0]: mail.body for mail in mailoutbox}
    assert words in mails["olga@example.org"]
    assert ("anton@example.org" in mails) == (verb != "dismiss")
    assert "Olga" not in mails.get("anton@example.org", "")
    assert words in texts(client.get(f"/en/reports/{found.token}/"), "p")


@pytest.mark.parametrize("token", ["1", "1.x", "x", "9.9.9"])
def test_an_invalid_token_is_not_found(client, post, token):
    make_report(post)
    assert client.get(f"/en/reports/{token}/").status_code == 404
