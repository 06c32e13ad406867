"""Decisions of moderators: their effects, their notifications, the audit log and conflicts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forum.actions.posting import edit_post
from community.forum.models import BoardMember
from community.moderation.actions.deciding import ActionNotPossible, AlreadyDecided, DecisionChoice, decide
from community.moderation.enums import DecisionAction
from community.moderation.models import Case, Decision, Suspension
from tests.factories.forum import make_board, make_topic
from tests.factories.moderation import REASONS, make_decision, make_report, make_shown_post, make_waiting_post, person
from tests.factories.people import UserFactory
from tests.reading import texts

pytestmark = pytest.mark.django_db
HIDE = {"verb": "hide", **REASONS, "seen": ""}


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def anton():
    return person("Anton")


@pytest.fixture
def board(mia):
    return make_board(moderators=[mia])


@pytest.fixture
def post(board, anton):
    return make_shown_post(anton, board, body="You are thieves.")


@pytest.fixture
def moderator_client(client, mia):
    client.force_login(mia)
    return client


def case_url(post) -> str:
    return f"/en/my/moderation/post/{post.pk}/"


def state(post) -> list:
    post.refresh_from_db()
    return [post.state, post.body]


def logged_actions() -> list:
    entries = ModelLogEntry.objects.filter(action__startswith="moderation.").order_by("timestamp")
    return list(entries.values_list("action", flat=True))


def test_hiding_a_post_sends_its_author_the_statement_of_reasons(
    moderator_client, client, post, anton, mia, mailoutbox
):
    make_report(post)
    response = moderator_client.post(case_url(post), HIDE, follow=True)
    assert [response.redirect_chain, state(post)[0]] == [[("/en/my/moderation/", 302)], "hidden"]
    decision = Decision.objects.get()
    assert [decision.moderator, decision.person, decision.is_notified, decision.ended_at] == [mia, anton, True, None]
    assert [Case.objects.open().count(), logged_actions()] == [0, ["moderation.hide"]]
    [mail] = [mail for mail in mailoutbox if mail.to == [anton.email]]
    for words in (
        "It was hidden. Only you and the moderators can read it.",
        "Everywhere on this site, until a moderator shows it again.",
        "It insults a colleague.",
        "Someone reported it to us.",
        "None. It was neither detected nor decided on automatically.",
        "Terms of use: respect for others (article 4).",
        f"http://localhost:8000/en/my/decisions/{decision.pk}/",
        "out-of-court",
        "You can go to court.",
    ):
        assert words in mail.body
        assert words in mail.alternatives[0].content
    client.force_login(anton)
    assert "It insults a colleague." in texts(client.get(f"/en/my/decisions/{decision.pk}/"), "dd")


def test_without_a_report_the_statement_says_own_initiative(moderator_client, post, anton, mailoutbox):
    moderator_client.post(case_url(post), HIDE)
    [mail] = [mail for mail in mailoutbox if mail.to == [anton.email]]
    assert "A moderator found it on our own initiative." in mail.body


def test_the_mail_is_in_the_language_of_its_recipient(mia, board, django_capture_on_commit_callbacks, mailoutbox):
    post = make_shown_post(UserFactory(language="de", email="jonas@example.org"), board)
    with django_capture_on_commit_callbacks(execute=True):
        make_decision(mia, post)
    [mail] = mailoutbox
    assert [mail.to, "http://localhost:8000/de/my/decisions/" in mail.body] == [["jonas@example.org"], True]


def test_a_dismissed_report_does_not_notify_the_author(moderator_client, post, anton, mailoutbox):
    make_report(post, person("Olga"))
    mailoutbox.clear()
    moderator_client.post(case_url(post), {"verb": "dismiss", "words": "It is rough, and allowed.", "seen": ""})
    assert [state(post)[0], [mail.to for mail in mailoutbox], logged_actions()] == [
        "shown", [["olga@example.org"]], ["moderation.dismiss"]
    ]  # fmt: skip
    assert "It is rough, and allowed." in mailoutbox[0].body


def test_a_hidden_post_is_shown_again(moderator_client, post, mia, anton, mailoutbox):
    first = make_decision(mia, post)
    moderator_client.post(case_url(post), {"verb": "show", "seen": first.pk})
    first.refresh_from_db()
    assert [state(post)[0], first.ended_at is None] == ["shown", False]
    assert "It is visible again." in mailoutbox[-1].body


def test_a_moderator_edits_a_text_with_a_notice_and_the_history_has_the_former_text(
    moderator_client, client, post, anton, mia
):
    moderator_client.post(
        case_url(post), {**HIDE, "verb": "edit", "text": "I disagree.", "words": "An insult was taken out."}
    )
    assert state(post) == ["shown", "I disagree."]
    edit = post.edits.get()
    assert [edit.editor, edit.body, edit.reason] == [mia, "You are thieves.", "An insult was taken out."]
    client.logout()
    paragraphs = texts(client.get(f"/en/discussions/{post.topic_id}/"), "p")
    assert "A moderator has edited this post: An insult was taken out." in paragraphs
    edit_post(anton, post, "I disagree, politely.")
    post.refresh_from_db()
    assert post.notice == "An insult was taken out."


def test_a_warning_restricts_nothing_unless_it_hides_too(moderator_client, post, board, anton, mailoutbox):
    moderator_client.post(case_url(post), {**HIDE, "verb": "warn"})
    assert [state(post)[0], "This is a warning. Your account is not restricted." in mailoutbox[-1].body] == [
        "shown",
        True,
    ]
    other = make_shown_post(anton, board)
    moderator_client.post(case_url(other), {**HIDE, "verb": "warn", "hides": "on"})
    assert state(other)[0] == "hidden"


def test_a_suspension_applies_to_the_moderators_board_for_the_given_days(
    moderator_client, post, anton, board, mailoutbox
):
    moderator_client.post(case_url(post), {**HIDE, "verb": "suspend", "days": 14})
    found = Suspension.objects.get()
    assert [found.user, found.place, found.may_read, found.ends_at - found.starts_at] == [
        anton, board, True, timedelta(days=14)
    ]  # fmt: skip
    assert found.decision.ended_at == found.ends_at
    assert f"You cannot post on the board “{board.name_fr}”" in mailoutbox[-1].body.replace(
        board.name_en, board.name_fr
    )
    assert "You can still read what members can read." in mailoutbox[-1].body


def test_only_a_coordinator_suspends_everywhere(moderator_client, client, post, mia):
    moderator_client.post(case_url(post), {**HIDE, "verb": "suspend", "days": 14, "is_everywhere": "on"})
    assert [found.is_everywhere for found in Suspension.objects.all()] == [False]
    with pytest.raises(PermissionDenied):
        make_decision(mia, make_shown_post(board=post.topic.board), "suspend", days=1, is_everywhere=True)
    client.force_login(UserFactory(groups=["Coordinators"]))
    other = make_shown_post()
    client.post(case_url(other), {**HIDE, "verb": "suspend", "days": 14, "is_everywhere": "on", "takes_reading": "on"})
    assert [[found.is_everywhere, found.may_read] for found in Suspension.objects.filter(user=other.author)] == [
        [True, False]
    ]


def test_a_suspension_is_lifted_early(moderator_client, post, mia):
    first = make_decision(mia, post, "suspend", days=14)
    moderator_client.post(case_url(post), {"verb": "lift", "seen": first.pk})
    first.refresh_from_db()
    assert [Suspension.objects.in_force().count(), first.ended_at < timezone.now()] == [0, True]


def test_a_first_post_waits_until_it_is_approved_or_refused(moderator_client, mia, anton, mailoutbox):
    board = make_board(moderators=[mia], first_posts_wait=1)
    good, bad, spam = (make_waiting_post(UserFactory(language="en"), board) for _ in range(3))
    moderator_client.post(case_url(good), {"verb": "approve", "seen": ""})
    moderator_client.post(case_url(bad), {**HIDE, "verb": "refuse"})
    moderator_client.post(case_url(spam), {**HIDE, "verb": "suspend", "days": 30})
    assert [state(post)[0] for post in (good, bad, spam)] == ["shown", "hidden", "hidden"]
    good.topic.refresh_from_db()
    assert [good.topic.state, Case.objects.open().count()] == ["shown", 0]
    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert [subjects[good.author.email], subjects[bad.author.email]] == [
        "Your post is published", "A moderation decision about your post"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"verb"}),
        ({"verb": "ban"}, {"verb"}),
        ({"verb": "approve"}, {"verb"}),
        ({"verb": "dismiss"}, {"verb"}),
        ({"verb": "hide"}, {"ground", "clause", "words"}),
        ({**HIDE, "ground": "taste"}, {"ground"}),
        ({**HIDE, "words": "x" * 3001}, {"words"}),
        ({**HIDE, "verb": "edit"}, {"text"}),
        ({**HIDE, "verb": "edit", "text": "You are thieves."}, {"text"}),
        ({**HIDE, "verb": "edit", "text": "x" * 20_001}, {"text"}),
        ({**HIDE, "verb": "suspend"}, {"days"}),
        ({**HIDE, "verb": "suspend", "days": 366}, {"days"}),
        ({**HIDE, "verb": "suspend", "days": "forever"}, {"days"}),
        ({**HIDE, "seen": "x"}, {"seen"}),
    ],
)
def test_invalid_input_changes_nothing_and_is_redisplayed(moderator_client, post, data, wrong):
    response = moderator_client.post(case_url(post), data)
    assert [response.status_code, set(response.context["form"].errors), Decision.objects.count()] == [400, wrong, 0]
    assert data.get("words", "") in [*texts(response, "textarea"), ""]


def test_the_second_moderator_learns_who_decided_first_and_how(moderator_client, post, board):
    first = person("Max")
    BoardMember.objects.create(board=board, user=first, is_moderator=True)
    make_decision(first, post, "warn")
    response = moderator_client.post(case_url(post), HIDE, follow=True)
    assert [state(post)[0], Decision.objects.count()] == ["shown", 1]
    assert "Max Roth decided first, on " in " ".join(texts(response, "p"))


def test_an_action_that_does_not_fit_the_state_is_refused(post, mia):
    for verb in ("show", "approve", "refuse", "dismiss", "lift"):
        with pytest.raises(ActionNotPossible):
            make_decision(mia, post, verb)
    assert [Decision.objects.count(), state(post)[0]] == [0, "shown"]


def test_nobody_decides_on_their_own_posts_or_other_boards_or_while_suspended(post, mia, board, anton):
    own = make_shown_post(mia, board)
    stranger = make_board(moderators=[anton]).memberships.get().user
    coordinator = UserFactory(groups=["Coordinators"])
    for user, thing in (
        (mia, own),
        (stranger, post),
        (UserFactory(), post),
        (coordinator, make_topic(coordinator).last_post),
    ):
        with pytest.raises(PermissionDenied):
            decide(user, thing, DecisionChoice(DecisionAction.HIDE, **REASONS), seen=None)
    make_decision(coordinator, own, "suspend", days=3)
    with pytest.raises(PermissionDenied):
        decide(type(mia).objects.get(pk=mia.pk), post, DecisionChoice(DecisionAction.HIDE, **REASONS), seen=None)
    assert state(post)[0] == "shown"


def test_coordinators_cannot_be_suspended(moderator_client, board):
    post = make_shown_post(UserFactory(groups=["Coordinators"]), board)
    response = moderator_client.post(case_url(post), {**HIDE, "verb": "suspend", "days": 3})
    assert [response.status_code, Suspension.objects.count()] == [400, 0]


def test_a_decision_that_the_moderator_has_not_seen_is_not_overruled(post, mia):
    first = make_decision(mia, post, "warn")
    with pytest.raises(AlreadyDecided) as caught:
        decide(mia, post, DecisionChoice(DecisionAction.HIDE, **REASONS), seen=None)
    assert caught.value.decision == first
