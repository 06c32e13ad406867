"""Actions check the present rows, even if they are called with copies that were loaded before a concurrent change."""

import inspect
import pkgutil
from copy import deepcopy
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from wagtail.search.backends import get_search_backend

import community.forum.actions
import community.knowledge.actions
import community.moderation.actions
from community.experts import actions as experts
from community.forum.actions import moderating, posting, reading
from community.forum.enums import BoardAudience, State
from community.forum.models import Post, Thanks, Topic
from community.knowledge import actions as knowledge
from community.knowledge.actions import consent, creating
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Contribution
from community.moderation.actions import cases, complaints, deciding
from community.moderation.enums import DecisionAction
from community.moderation.models import Decision, Report
from tests.factories.experts import make_expert, theme
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.knowledge import make_person, make_provenance
from tests.factories.moderation import REASONS, make_decision, make_report
from tests.factories.people import UserFactory
from website.accounts.models import User
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db

PACKAGES = (community.forum.actions, community.knowledge.actions, community.moderation.actions)
ROWS = ("Topic", "Post", "Contribution", "Provenance", "Case", "Decision", "Report", "Complaint")
REFUSALS = (
    PermissionDenied, ValidationError, ObjectDoesNotExist, Http404,
    experts.NotACandidate, cases.AlreadyReported, complaints.AlreadyReviewed, deciding.AlreadyDecided, deciding.ActionNotPossible,
)  # fmt: skip
WORD = "condensate"

# How each action is called on the copies that the fixture `rows` returns.
CALLS = {
    moderating.pin: lambda w: moderating.pin(w.moderator, w.topic, True),
    moderating.lock: lambda w: moderating.lock(w.moderator, w.topic, True),
    moderating.move: lambda w: moderating.move(w.moderator, w.topic, w.other_board),
    moderating.show_post: lambda w: moderating.show_post(w.moderator, w.hidden),
    moderating.hide_post: lambda w: moderating.hide_post(w.moderator, w.post),
    moderating.split: lambda w: moderating.split(w.moderator, w.topic, [w.post.pk], title="Apart"),
    moderating.merge: lambda w: moderating.merge(w.moderator, w.topic, w.other_topic),
    posting.add_post: lambda w: posting.add_post(w.reader, w.topic, f"More {WORD}."),
    posting.edit_post: lambda w: posting.edit_post(w.author, w.post, f"Other {WORD}.", "Wrong"),
    posting.rewrite_post: lambda w: posting.rewrite_post(w.moderator, w.post, f"Milder {WORD}.", "Be kind"),
    posting.delete_post: lambda w: posting.delete_post(w.author, w.post),
    posting.restore_post: lambda w: posting.restore_post(w.author, w.deleted),
    posting.thank: lambda w: posting.thank(w.reader, w.post),
    posting.remove_thanks: lambda w: posting.remove_thanks(w.asker, w.post),
    posting.accept_answer: lambda w: posting.accept_answer(w.asker, w.topic, w.post),
    reading.mark_read: lambda w: reading.mark_read(w.reader, w.topic, w.post.position),
    experts.ask_expert: lambda w: experts.ask_expert(w.reader, w.topic, w.expert),
    creating.create_text: lambda w: knowledge.create_text(
        w.asker, w.topic, kind=TextKind.SHEET, title="Heat", posts=[w.post.pk]
    ),
    consent.answer_contribution: lambda w: knowledge.answer_contribution(w.author, w.contribution, Consent.NAMED),
    consent.mark_removed: lambda w: knowledge.mark_removed(w.asker, w.declined),
    cases.report: lambda w: cases.report(w.post, reporter=w.reader, reason="insulting", words="Look.", language="en"),
    deciding.decide: lambda w: deciding.decide(
        w.moderator, w.post, deciding.DecisionChoice(DecisionAction.HIDE, **REASONS), seen=None
    ),
    complaints.contest: lambda w: complaints.contest(w.author, w.decision, "Why?"),
    complaints.contest_as_reporter: lambda w: complaints.contest_as_reporter(w.report, "Look again."),
    complaints.review: lambda w: complaints.review(w.coordinator, w.complaint, stands=False, answer="Sorry."),
}  # fmt: skip
# Functions that actions call on rows they have locked or created, and functions that only read.
ON_LOCKED_ROWS = {
    "attachments": {"add_attachments", "remove_attachments"},
    "counters": {"next_position", "refresh_counters"},
    "visibility": {"set_topic_state"},
    "notifying": {"notify_about", "notify_mentioned"},
    "consent": {"refresh_named_flags"},
    "drafting": {"draft_sheet", "draft_tool", "draft_answer"},
    "cases": {"case_of", "hold_for_review", "reopen"},
    "complaints": {"reviewers"},
    "deciding": {"possible", "end_hiding"},
}


def modules():
    for package in PACKAGES:
        for module in pkgutil.iter_modules(package.__path__):
            yield import_module(f"{package.__name__}.{module.name}")
    yield experts


def takes_a_row(function) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(p.name == "thing" or any(row in str(p.annotation) for row in ROWS) for p in parameters)


def test_every_action_that_takes_a_row_is_tested_here():
    found, called = set(), {f"{function.__module__}.{function.__name__}" for function in CALLS}
    for module in modules():
        inner = ON_LOCKED_ROWS.get(module.__name__.rpartition(".")[2], set())
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and name not in inner and takes_a_row(function):
                found.add(f"{module.__name__}.{name}")
    assert found == called


@pytest.fixture
def rows(site) -> SimpleNamespace:
    """A topic with six posts, all but the first by the same author, and moderation decisions on some of them."""
    moderator, reader, author, coordinator = UserFactory(), UserFactory(), make_person(), UserFactory()
    asker = make_person()
    board = make_board(moderators=[moderator])
    topic = make_topic(asker, board, themes=[theme()], body=f"Who has {WORD}?")
    posts = [make_post(author, topic, f"Some {WORD}, {number}.") for number in range(2, 7)]
    second, third, fourth, fifth, sixth = posts
    posting.thank(asker, third)
    credit = make_provenance(asker, Topic.objects.get(pk=topic.pk), posts=[third.pk]).contributions.get(user=author)
    declined = make_provenance(asker, Topic.objects.get(pk=topic.pk), posts=[second.pk]).contributions.get(user=author)
    knowledge.answer_contribution(author, declined, Consent.DECLINED)
    report = make_report(second, reader)
    make_decision(moderator, second, "dismiss")
    complaint = complaints.contest(author, make_decision(moderator, fourth), "Why?")
    decision = make_decision(moderator, fifth)
    posting.delete_post(author, sixth)
    coordinator.groups.set(Group.objects.filter(name="Coordinators"))
    with_topic = Post.objects.select_related("topic__board", "author")
    other_board = make_board(moderators=[moderator])
    return SimpleNamespace(
        # Read again, because permissions are memoised on the instance.
        moderator=User.objects.get(pk=moderator.pk),
        reader=reader,
        author=author,
        asker=asker,
        coordinator=User.objects.get(pk=coordinator.pk),
        expert=make_expert("water"),
        topic=Topic.objects.select_related("board").get(pk=topic.pk),
        post=with_topic.get(pk=third.pk),
        hidden=with_topic.get(pk=fifth.pk),
        deleted=with_topic.get(pk=sixth.pk),
        contribution=Contribution.objects.get(pk=credit.pk),
        declined=Contribution.objects.get(pk=declined.pk),
        report=Report.objects.select_related("decision").get(pk=report.pk),
        decision=Decision.objects.get(pk=decision.pk),
        complaint=complaint,
        other_board=other_board,
        other_topic=make_topic(board=board, body=f"No {WORD}."),
        closed_board=make_board(BoardAudience.GROUP),
        boss=UserFactory(groups=["Coordinators"]),
    )


def split(rows):
    """Make the post of the copies the first post of a new topic."""
    moderating.split(
        rows.boss, rows.topic, [row.pk for row in (rows.post, rows.hidden, rows.deleted)],
        title="Apart", board=rows.closed_board,
    )  # fmt: skip


def merge(rows):
    into = make_topic(rows.boss, rows.closed_board, body=f"Our {WORD}.")
    moderating.merge(rows.boss, rows.topic, into)


def move(rows):
    moderating.move(rows.boss, rows.topic, rows.closed_board)


def split_within_the_board(rows):
    posting.accept_answer(rows.asker, rows.topic, rows.post)
    moderating.split(rows.moderator, rows.topic, [rows.post.pk], title="Apart")


def merge_within_the_board(rows):
    moderating.merge(rows.moderator, rows.topic, rows.other_topic)


def delete(rows):
    posting.accept_answer(rows.asker, rows.topic, rows.post)
    posting.delete_post(rows.author, rows.post)


def hide_the_topic(rows):
    moderating.hide_post(rows.moderator, rows.topic.posts.get(position=1))


def remove(rows):
    """Delete the rows."""
    Topic.objects.get(pk=rows.topic.pk).delete()


def erase(rows):
    erase_account(User.objects.get(pk=rows.author.pk))


def erase_with_all_posts(rows):
    posting.accept_answer(rows.asker, rows.topic, rows.post)
    erase_account(User.objects.get(pk=rows.author.pk), wants_removal=True)


def nothing(rows):
    """Change nothing, as the control: then no action may be refused."""


CHANGES = [
    nothing, split, merge, move, split_within_the_board, merge_within_the_board, delete, hide_the_topic, remove, erase,
    erase_with_all_posts,
]  # fmt: skip


def inconsistencies() -> list[str]:
    """Return what is inconsistent in topics, posts or the search index."""
    found = []
    for topic in Topic.objects.filter(merged_into=None):
        shown = topic.posts.filter(state=State.SHOWN).order_by("position")
        last, first = shown.last(), topic.posts.filter(position=1).first()
        said = (topic.post_count, topic.newest_position, topic.last_post_id)
        if said != (shown.count(), last.position if last else 0, last and last.pk):
            found.append(f"{topic} counts {said}")
        positions = list(topic.posts.exclude(position=None).order_by("position").values_list("position", flat=True))
        if positions != list(range(1, topic.last_position + 1)):
            found.append(f"{topic} has the positions {positions}")
        if topic.accepted_post_id and not shown.filter(pk=topic.accepted_post_id, position__gt=1).exists():
            found.append(f"{topic} is answered by {topic.accepted_post}")
        if topic.state == State.HIDDEN != first.state:
            found.append(f"{topic} is {topic.state}, its first post {first.state}")
    indexed = {post.pk for post in get_search_backend().search(WORD, Post.objects.all())}
    if indexed != set(Post.get_indexed_objects().values_list("pk", flat=True)):
        found.append(f"the index has {indexed}")
    return found


def board_contents(board) -> list:
    posts = Post.objects.filter(topic__board=board)
    topics = Topic.objects.filter(board=board)
    return [
        list(posts.order_by("pk").values("topic", "position", "state", "body", "notice")),
        list(topics.order_by("pk").values("title", "state", "accepted_post", "is_pinned", "is_locked", "merged_into")),
        list(Thanks.objects.filter(post__in=posts).order_by("pk").values_list("pk")),
    ]


def outcome(action, rows) -> str:
    """Return what an action did wrong; its changes are rolled back."""
    with transaction.atomic():
        before = board_contents(rows.closed_board)
        problems = []
        try:
            with transaction.atomic():
                CALLS[action](deepcopy(rows))
        except REFUSALS as error:
            problems = [] if rows.is_changed else [f"refused by {error!r}"]
        except Exception as error:
            problems = [f"broken by {error!r}"]
        problems += inconsistencies()
        # Coordinators review on all boards, and people remove their own thanks on all boards.
        is_limited_to_board = action not in (complaints.review, posting.remove_thanks)
        if is_limited_to_board and board_contents(rows.closed_board) != before:
            problems.append("changed a board of other people")
        transaction.set_rollback(True)
    return f"{action.__name__}: {', '.join(problems)}" if problems else ""


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_action_does_harm_with_a_copy_from_before_a_change(rows, change):
    rows.is_changed = change is not nothing
    stale = deepcopy(rows)
    change(rows)
    assert inconsistencies() == []
    assert [problem for action in CALLS if (problem := outcome(action, stale))] == []


def test_a_post_that_became_the_first_of_another_topic_is_hidden_there_and_the_old_topic_stays(rows):
    stale = deepcopy(rows.post)
    split_within_the_board(rows)
    moderating.hide_post(rows.moderator, stale)
    states = Topic.objects.filter(title__in=("Apart", rows.topic.title)).exclude(pk=rows.other_topic.pk)
    assert dict(states.values_list("title", "state")) == {"Apart": "hidden", rows.topic.title: "shown"}


@pytest.mark.parametrize("change", [split, merge, move])
def test_a_moderator_of_the_old_board_cannot_act_on_a_post_that_moved_to_another_board(rows, change):
    stale = deepcopy(rows)
    change(rows)
    for action in (moderating.hide_post, moderating.show_post, posting.rewrite_post, deciding.decide):
        with pytest.raises(PermissionDenied):
            CALLS[action](deepcopy(stale))


def test_an_answer_that_was_split_off_or_deleted_is_not_accepted(rows):
    stale = deepcopy(rows)
    for change in (split_within_the_board, delete):
        with transaction.atomic():
            change(rows)
            with pytest.raises(PermissionDenied):
                CALLS[posting.accept_answer](deepcopy(stale))
            transaction.set_rollback(True)


def test_the_views_of_actions_return_404_for_a_deleted_post(client, rows):
    remove(rows)
    client.force_login(rows.reader)
    for name in ("thank", "delete", "restore", "accept"):
        assert client.post(f"/en/posts/{rows.post.pk}/{name}/").status_code == 404
