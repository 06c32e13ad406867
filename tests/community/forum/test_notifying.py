"""Notifications about posts: to mentioned people, authors and followers, once, and only if they may see the post."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from anymail.inbound import AnymailInboundMessage
from django.core.management import call_command
from django.utils import timezone

from community.follows.actions.follows import follow, mute
from community.follows.models import Follow
from community.forum.actions.moderating import hide_post, merge, show_post
from community.forum.actions.posting import add_post, delete_post, edit_post, start_topic
from community.forum.enums import BoardAudience
from community.forum.models import BoardMember, Post
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.reading import texts
from website.accounts.actions import verify_address
from website.notifications.actions.digests import send_digests, write_digests
from website.notifications.enums import NotificationReason
from website.notifications.models import Notification
from website.replies.actions import receive
from website.replies.addresses import reply_address
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def amelie(site):
    return MemberFactory(user__first_name="Amélie", user__email="amelie@example.org", slug="amelie-weber").user


@pytest.fixture
def jonas(site):
    return MemberFactory(user__first_name="Jonas", user__last_name="Becker", slug="jonas-becker").user


def notified(person) -> list[tuple[str, str, bool]]:
    rows = Notification.objects.filter(recipient=person, kind__startswith="forum").order_by("pk")
    return list(rows.values_list("kind", "reason_kind", "is_direct"))


def test_the_author_of_a_topic_is_notified_of_answers_but_not_of_their_own(amelie, jonas):
    topic = make_topic(amelie)
    make_post(jonas, topic)
    make_post(amelie, topic)
    assert notified(amelie) == [("forum-post", NotificationReason.CONCERNED, True)]
    # Somebody who answers follows the topic automatically.
    assert notified(jonas) == [("forum-post", NotificationReason.FOLLOWED, False)]


def test_several_reasons_for_one_post_make_one_notification(amelie, jonas):
    sheet = make_page(SheetPage, owner=amelie)
    follow(amelie, sheet)
    topic = make_topic(jonas, target=sheet.text, body="@amelie-weber, how hot was it?")
    assert notified(amelie) == [("forum-topic", NotificationReason.MENTIONED, True)]
    follow(amelie, topic)
    make_post(jonas, topic, "@amelie-weber, and in winter?")
    assert notified(amelie)[1:] == [("forum-post", NotificationReason.MENTIONED, True)]


def test_a_new_topic_notifies_followers_of_its_theme_board_target_and_author(amelie):
    theme, board, sheet = Theme.objects.first(), make_board(), make_page(SheetPage)
    things = [theme, board, sheet, amelie.member]
    people = [UserFactory() for _ in things]
    for person, thing in zip(people, things, strict=True):
        follow(person, thing)
    topic = start_topic(
        amelie, board, title="Steam?", body="?", language="en", kind="question", themes=[theme], target=sheet.text
    )
    assert [notified(person) for person in people] == [[("forum-topic", NotificationReason.FOLLOWED, False)]] * 4
    make_post(topic=topic)
    assert [len(notified(person)) for person in people] == [1] * 4


def test_nobody_outside_a_closed_group_is_notified_of_its_posts(amelie, jonas):
    member, theme = UserFactory(), Theme.objects.first()
    board = make_board(BoardAudience.GROUP, members=[amelie, member])
    for person in (jonas, member):
        follow(person, theme)
    sheet = make_page(SheetPage, owner=jonas)
    fields = {"title": "Prices", "language": "en", "kind": "talk", "themes": [theme], "target": sheet.text}
    topic = start_topic(amelie, board, body="@jonas-becker must not know", **fields)
    assert [notified(jonas), notified(member)] == [[], [("forum-topic", NotificationReason.FOLLOWED, False)]]
    follow(member, topic)
    BoardMember.objects.filter(user=member).delete()
    make_post(amelie, topic)
    assert len(notified(member)) == 1


def test_a_waiting_post_notifies_followers_once_when_it_is_first_shown(amelie):
    moderator = UserFactory()
    board = make_board(first_posts_wait=1, moderators=[moderator])
    follower = UserFactory()
    follow(follower, board)
    topic = make_topic(amelie, board)
    assert notified(follower) == []
    show_post(moderator, topic.posts.get())
    assert notified(follower) == [("forum-topic", NotificationReason.FOLLOWED, False)]
    hide_post(moderator, topic.posts.get())
    show_post(moderator, topic.posts.get())
    assert len(notified(follower)) == 1


def test_a_person_mentioned_in_an_edit_is_notified_once(amelie, jonas):
    post = make_topic(amelie).last_post
    edit_post(amelie, post, "@jonas-becker knows")
    post.refresh_from_db()
    edit_post(amelie, post, "@jonas-becker knows more")
    assert notified(jonas) == [("forum-post", NotificationReason.MENTIONED, True)]


def test_posts_dated_to_an_earlier_moment_notify_nobody(amelie, jonas):
    moment = timezone.now() - timedelta(days=30)
    topic = make_topic(amelie, moment=moment)
    add_post(jonas, topic, "@amelie-weber", moment=moment)
    assert [notified(amelie), Post.objects.last().created_at] == [[], moment]


def test_an_answer_is_emailed_at_once_to_the_author_of_the_topic_with_thread_headers(
    amelie, jonas, mailoutbox, settings
):
    settings.REPLY_DOMAIN = "reply.example.org"
    topic = make_topic(amelie, make_board(slug="heat", name_en="Heat", name_fr="Chaleur"), title="Who uses steam?")
    post = make_post(jonas, topic, "See [the sheet](/fr/fiches/vapeur/).")
    notification = Notification.objects.get(recipient=amelie)
    call_command("send_notifications")
    [mail] = mailoutbox
    assert [mail.to, mail.subject] == [["amelie@example.org"], "Re: Who uses steam?"]
    assert "<board-heat." in mail.extra_headers["List-Id"]
    assert f"topic-{topic.pk}" in mail.extra_headers["References"]
    assert [address.startswith("reply+") for address in mail.reply_to] == [True]
    html = mail.alternatives[0][0]
    assert ['href="http://localhost:8000/fr/fiches/vapeur/"' in html, "Jonas Becker" in html] == [True, True]
    assert "Jonas Becker" in mail.body
    assert f"/posts/{post.pk}/" in mail.body
    assert "[the sheet](http://localhost:8000/fr/fiches/vapeur/)" in mail.body
    assert notification.reason_object == topic


def test_the_digest_has_posts_of_followed_topics_except_hidden_and_deleted_ones(amelie, jonas, mailoutbox):
    reader = UserFactory(language="en", time_zone="Europe/Paris")
    coordinator = UserFactory(groups=["Coordinators"])
    topic = make_topic(amelie, title="Who uses steam?")
    follow(reader, topic)
    make_post(jonas, topic, "We do, at 8 bar.")
    hidden, deleted = make_post(jonas, topic, "Buy my boilers"), make_post(jonas, topic, "A slip")
    hide_post(coordinator, hidden)
    delete_post(jonas, deleted)
    tomorrow = (timezone.now() + timedelta(days=1)).replace(hour=8)
    for digests in write_digests(tomorrow):
        send_digests(digests)
    [mail] = [mail for mail in mailoutbox if mail.to == [reader.email]]
    assert [words in mail.body for words in ("We do, at 8 bar.", "Buy my boilers", "A slip")] == [True, False, False]
    assert "Who uses steam?" in mail.body


def test_reading_a_post_marks_its_notification_as_read(client, amelie, jonas):
    topic, other = make_topic(amelie), make_topic(amelie)
    make_post(jonas, topic)
    make_post(jonas, other)
    client.force_login(amelie)
    page = client.get(topic.get_absolute_url())
    unread = Notification.objects.filter(recipient=amelie, read_at=None)
    assert [row.target.topic for row in unread] == [other]
    # The count on the same page leaves it out already.
    assert texts(page, "summary")[0].startswith(f"{amelie.get_short_name()}1 ")


def test_somebody_who_muted_a_topic_is_not_notified_of_it(amelie, jonas, mailoutbox):
    topic = make_topic(amelie)
    make_post(jonas, topic)
    mute(jonas, Follow.objects.get(user=jonas))
    make_post(UserFactory(), topic)
    assert notified(jonas) == []
    add_post(jonas, topic, "Me again")
    assert Follow.objects.get(user=jonas).is_muted


def test_followers_of_a_merged_topic_follow_the_topic_it_was_merged_into(amelie):
    moderator = UserFactory()
    board = make_board(moderators=[moderator])
    one, other = make_topic(amelie, board), make_topic(amelie, board)
    reader = UserFactory()
    follow(reader, one)
    merge(moderator, one, other)
    assert [each.target for each in Follow.objects.filter(user__in=[reader, amelie])] == [other, other]


def incoming(sender: str, to: str, text: str) -> AnymailInboundMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, "Re: Steam", "<abc@mail.example.org>"
    mail.set_content(text)
    return AnymailInboundMessage.parse_raw_mime(mail.as_string())


def test_a_reply_by_email_becomes_a_post_and_notifies_the_author_of_the_topic(amelie, jonas, settings):
    settings.REPLY_DOMAIN = "reply.example.org"
    topic = make_topic(amelie)
    verify_address(jonas)
    text = "A plate heat exchanger, 400 kW.\n\nOn Mon, 23 Nov 2026 at 10:00, Boucles <n@example.org> wrote:\n> Who?\n"
    receive(incoming(jonas.email, reply_address(jonas, topic), text))
    post = Post.objects.get(author=jonas)
    assert [post.topic, post.body] == [topic, "A plate heat exchanger, 400 kW."]
    assert notified(amelie) == [("forum-post", NotificationReason.CONCERNED, True)]


def test_a_reply_by_email_to_a_hidden_topic_becomes_no_post(amelie, jonas, settings):
    settings.REPLY_DOMAIN = "reply.example.org"
    topic = make_topic(amelie)
    verify_address(jonas)
    hide_post(UserFactory(groups=["Coordinators"]), topic.last_post)
    receive(incoming(jonas.email, reply_address(jonas, topic), "Here I am"))
    assert not Post.objects.filter(author=jonas).exists()
