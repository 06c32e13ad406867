"""The demo network, which is loaded once for all tests."""

import re
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale

from community.experts.models import Ask
from community.follows.models import Follow
from community.follows.subjects import load_titles
from community.forum.models import Board, Edit, Post, Topic
from community.joining.models import Invitation, JoinRequest
from community.knowledge.models import Contribution, Provenance
from community.members.models import Member
from community.moderation.models import Case, Report
from community.moderation.permissions import can_decide
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from tests.calendar_linter import faults
from tests.calendar_parsers import starts_by_parser
from tests.testing import StrictClient
from website.accounts.models import User
from website.core.models import ReaderVersion
from website.demo.actions import AlreadyFilled, content_hash, load_demo
from website.demo.people import ACCOUNTS
from website.events.models import EventPage
from website.faq.models import AnswerPage
from website.library.models import AlbumPage, ToolPage
from website.news.models import NewsPage
from website.notifications.models import Notification
from website.topics.models import Organisation, Territory
from website.watch.models import WatchNotePage

pytestmark = pytest.mark.django_db
COUNTS = {
    SheetPage: 42,
    NewsPage: 30,
    WatchNotePage: 30,
    ToolPage: 15,
    AnswerPage: 6,
    AlbumPage: 3,
    EventPage: 40,
    ApproachPage: 12,
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo("testserver", 80)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", COUNTS, ids=lambda model: model.__name__)
def test_the_demo_has_the_expected_number_of_texts(demo, model):
    assert model.objects.values("translation_key").distinct().count() == COUNTS[model]


def test_the_demo_has_the_expected_number_of_people_and_places(demo):
    assert Organisation.objects.count() == 60
    assert Member.objects.count() == 80
    assert Territory.objects.exclude(kind="country").count() >= 25


def test_there_are_join_requests_and_invitations_in_every_state(demo):
    assert Counter(JoinRequest.objects.values_list("status", flat=True)) == {"pending": 4, "accepted": 2, "refused": 1}
    states = Invitation.objects.with_state().values_list("state", flat=True)
    assert Counter(states) == {"sent": 4, "bounced": 1, "expired": 1}


def test_ten_sheets_were_first_written_in_german_or_dutch(demo):
    originals = {}
    for sheet in SheetPage.objects.order_by("pk").select_related("locale"):
        originals.setdefault(sheet.translation_key, sheet.locale.language_code)
    assert sorted(originals.values()).count("de") + sorted(originals.values()).count("nl") == 10


def test_a_french_reader_is_shown_each_published_sheet_once(demo):
    published = SheetPage.objects.live().values("translation_key").distinct().count()
    shown = ReaderVersion.objects.filter(locale__language_code="fr", page__in=SheetPage.objects.live())
    assert shown.count() == published == 36


def test_all_notifications_are_marked_as_sent(demo):
    assert Notification.objects.exists()
    assert not Notification.objects.filter(sent_at=None).exists()


def test_loading_again_is_refused_and_changes_nothing(demo):
    before = content_hash()
    with pytest.raises(AlreadyFilled):
        load_demo("testserver", 80)
    assert content_hash() == before


@pytest.mark.parametrize("language", ["fr", "de", "nl", "en"])
def test_the_whole_agenda_is_a_calendar_that_the_linter_and_four_parsers_accept(demo, language):
    data = StrictClient().get(f"/{language}/feeds/events.ics").content
    assert faults(data) == []
    now = datetime.now(UTC)
    starts = starts_by_parser(data, now - timedelta(days=120), now + timedelta(days=760))
    events = EventPage.objects.for_reader(Locale.objects.get(language_code=language)).in_calendar()
    # Parsers read a date without a zone as midnight in their own zone, which is UTC here.
    expected = sorted(
        datetime.combine(event.start_date, time(), UTC) if event.is_all_day else event.dtstart for event in events
    )
    for parser, found in starts.items():
        assert sorted(found) == expected, parser


def test_the_demo_accounts_follow_something_without_having_been_notified(demo):
    for email in (ACCOUNTS[role] for role in ("member", "partner", "editor", "coordinator")):
        follows = list(Follow.objects.filter(user__email=email).select_related("user"))
        load_titles(follows)
        assert follows != []
        assert [row.words for row in follows if row.shown is None] == []
    assert not Notification.objects.filter(kind__startswith="page-").exists()


def listed_topics():
    return Topic.objects.filter(merged_into=None)


def test_there_are_public_boards_members_boards_and_two_closed_groups(demo):
    assert Counter(Board.objects.values_list("audience", flat=True)) == {"public": 5, "members": 5, "group": 2}
    assert Board.objects.filter(first_posts_wait__gt=0).count() == 1
    assert [board.slug for board in Board.objects.all() if not board.memberships.filter(is_moderator=True)] == []
    assert [board.slug for board in Board.objects.all() if not board.topics.exists()] == []


def test_the_forum_has_the_expected_number_of_topics_and_posts(demo):
    topics = listed_topics()
    assert Counter(topics.values_list("kind", flat=True)) == {
        "question": 81, "call": 22, "announcement": 20, "talk": 27,
    }  # fmt: skip
    assert Counter(topics.values_list("language", flat=True)) == {"fr": 77, "de": 51, "nl": 10, "en": 12}
    assert Counter(Post.objects.values_list("state", flat=True)) == {
        "shown": 905, "waiting": 1, "hidden": 1, "deleted": 1,
    }  # fmt: skip


def test_the_forum_has_topics_in_every_state(demo):
    topics = listed_topics()
    assert topics.exclude(accepted_post=None).count() == 60
    assert topics.overdue().count() == 6
    assert topics.filter(is_pinned=True).count() == 5
    assert topics.filter(is_locked=True).count() == 1
    assert Topic.objects.exclude(merged_into=None).count() == 2
    assert Edit.objects.count() == 1


def test_two_reports_and_a_first_post_wait_for_the_moderators_and_one_report_is_decided(demo):
    cases = Case.objects.open()
    assert sorted((case.is_waiting, case.reports.open().count()) for case in cases) == [
        (False, 1),
        (False, 1),
        (True, 0),
    ]
    assert Report.objects.exclude(decision=None).count() == 1
    amelie = User.objects.get(email=ACCOUNTS["member"])
    assert [case.thing.topic.board.slug for case in cases if can_decide(amelie, case.thing)] == ["services-partages"]


def test_boards_and_topics_are_followed(demo):
    follows = list(Follow.objects.select_related("user"))
    load_titles(follows)
    assert [row.words for row in follows if row.shown is None] == []
    kinds = Counter(row.subject.name for row in follows)
    assert kinds["board"] == 20
    expected = {"guillaume-hanriot": False, "amelie-weber": True}
    topic = Topic.objects.get(title__startswith="Altglas aus drei Ländern")
    followers = set(Follow.objects.of_any([topic]).values_list("user__member__slug", flat=True))
    assert {name: name in followers for name in expected} == expected


def test_a_post_with_a_delay_is_dated_months_after_the_previous_one(demo):
    posts = Post.objects.filter(stored_text__startswith="Wie versprochen, was die Pumpen sagen").select_related("topic")
    [later] = posts
    before = later.topic.posts.get(position=later.position - 1)
    assert (later.created_at - before.created_at).days > 200


def test_every_link_and_every_mention_in_a_post_has_a_target(demo):
    posts = Post.objects.select_related("topic").prefetch_related("citations", "mentions")
    cited = {post.pk: len(set(re.findall(r"\]\(([^)]+)\)", post.body))) for post in posts}
    named = {post.pk: len(set(re.findall(r"@[a-z0-9:-]+", post.body))) for post in posts}
    assert {post.pk: len(post.citations.all()) for post in posts} == cited
    assert {post.pk: len(post.mentions.all()) for post in posts} == named
    assert sum(cited.values()) > 80


def test_the_posts_of_a_topic_are_in_order_and_up_to_fourteen_months_old(demo):
    now = timezone.now()
    for topic in Topic.objects.prefetch_related("posts"):
        posts = sorted((post for post in topic.posts.all() if post.position), key=lambda post: post.position)
        moments = [post.created_at for post in posts]
        assert moments == sorted(moments), topic
        assert not moments or moments[-1] < now, topic
        assert topic.post_count == sum(post.is_shown for post in posts), topic
    assert 390 < (now - Topic.objects.earliest("created_at").created_at).days < 430


def test_a_coordinator_can_read_every_topic_and_a_visitor_those_of_public_boards(demo):
    visitor, coordinator = StrictClient(), StrictClient()
    coordinator.force_login(User.objects.get(email=ACCOUNTS["coordinator"]))
    for topic in listed_topics().select_related("board"):
        address = f"/{topic.language}/discussions/{topic.pk}/"
        assert coordinator.get(address).status_code == 200, topic
        assert visitor.get(address).status_code == (200 if topic.board.is_public else 404), topic


def test_experts_are_asked_within_their_monthly_limits(demo):
    asks = Ask.objects.values("member", "member__questions_per_month").annotate(number=Count("pk"))
    assert [row for row in asks if row["number"] > row["member__questions_per_month"]] == []
    assert (Ask.objects.count(), Ask.objects.exclude(organisation=None).count()) == (7, 1)


def test_discussions_became_a_sheet_an_answer_and_a_draft_awaiting_consent(demo):
    made = Provenance.objects.order_by("created_at").with_page()
    assert [(origin.kind, origin.page.live) for origin in made] == [
        ("sheet", True),
        ("answer", True),
        ("sheet", False),
    ]
    answers = [sorted(origin.contributions.values_list("answer", flat=True)) for origin in made]
    assert answers[0] == ["named"] * 3
    assert Contribution.objects.filter(user__email=ACCOUNTS["member"], answer="asked").count() == 1
    assert not Notification.objects.filter(kind__startswith="credit-").exists()
