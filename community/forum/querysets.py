"""QuerySets of boards, topics, posts and drafts. Each `visible_to` has the same rule as a function in `permissions`."""

from datetime import timedelta
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from community.forum.enums import BoardAudience, State, TopicKind
from community.forum.permissions import is_member, keeps_boards, memberships_of
from community.forum.references import show_references
from community.moderation.permissions import may_write, unreadable_ids, unwritable_ids
from website.core.querysets import SearchableQuerySetMixin
from website.topics.models import Language
from website.topics.querysets import VocabularyQuerySet

# Older posts are not marked as new to anybody.
NEW_FOR = timedelta(days=90)
UNANSWERED_AFTER = timedelta(days=3)

# Rows are cached with their pages, without long columns and those that pages do not show.
_UNUSED_OF_AUTHORS = ("author__password", "author__email", "author__member__bio", "author__member__phone")
NOT_ON_PAGES = ("body", "stored_text", *_UNUSED_OF_AUTHORS, "author__member__territory__member_codes")
NOT_ON_CARDS = (
    *(f"board__about_{code}" for code, _name in settings.LANGUAGES),
    *(f"last_post__{name}" for name in ("body", "stored_html", *_UNUSED_OF_AUTHORS)),
)


def new_since(user):
    """Return the time from which posts can be new to `user`, who may have joined later than `NEW_FOR` ago."""
    return max(user.date_joined, timezone.now() - NEW_FOR)


def _manager(model: str):
    """Return the manager of a model of this app. The models import this module, so it cannot import them."""
    return apps.get_model("forum", model).objects


class PostReferencesMixin:
    """A queryset of posts, or of rows with posts, that can fill in references in the texts of the posts."""

    _level = None

    def as_seen_at(self, level):
        """Show names as readers of that level may see them. Without this, posts name nobody."""
        clone = self._chain()
        clone._level = level
        return clone

    def _clone(self):
        clone = super()._clone()
        clone._level = self._level
        return clone

    def _fetch_all(self):
        is_fetched = self._result_cache is not None
        super()._fetch_all()
        if self._level is not None and not is_fetched:
            show_references(self._posts_of(self._result_cache), self._level)

    def iterator(self, chunk_size: int = 2000):
        rows = super().iterator(chunk_size)
        while batch := list(islice(rows, chunk_size)):
            if self._level is not None:
                show_references(self._posts_of(batch), self._level)
            yield from batch

    def _posts_of(self, rows):
        return [row for row in rows if isinstance(row, self.model)]


class BoardQuerySet(VocabularyQuerySet):
    def visible_to(self, user):
        if not is_member(user):
            return self.filter(audience=BoardAudience.PUBLIC)
        if keeps_boards(user):
            return self.all()
        found = Q(audience__in=(BoardAudience.PUBLIC, BoardAudience.MEMBERS)) | Q(pk__in=list(memberships_of(user)))
        return self.filter(found).exclude(~Q(audience=BoardAudience.PUBLIC), pk__in=unreadable_ids(user, self.model))

    def view_of(self, user) -> str:
        """Return a cache key for what `user` reads: the same for all who read the same boards.

        It does not cover their own posts or what they moderate.
        """
        if not is_member(user):
            return "visitor"
        if keeps_boards(user):
            return "all"
        return f"{sorted(memberships_of(user))} without {sorted(unreadable_ids(user, self.model))}"

    def moderated_by(self, user):
        if not may_write(user):
            return self.none()
        if keeps_boards(user):
            return self.all()
        moderated = {pk for pk, is_moderator in memberships_of(user).items() if is_moderator}
        return self.filter(pk__in=moderated.difference(unwritable_ids(user, self.model)))

    def writable_by(self, user):
        if not may_write(user):
            return self.none()
        return self.visible_to(user).filter(is_open=True).exclude(pk__in=unwritable_ids(user, self.model))

    def with_counts(self):
        """Annotate `topic_count`, the number of topics that are shown."""
        shown = Q(topics__state=State.SHOWN, topics__merged_into=None)
        return self.annotate(topic_count=Count("topics", filter=shown)).select_related("theme", "territory")


class TopicQuerySet(PostReferencesMixin, SearchableQuerySetMixin, QuerySet):
    def _posts_of(self, rows):
        """Return the last posts of the topics, if they were fetched with `select_related`."""
        states = [row._state for row in rows if isinstance(row, self.model)]
        return [state.fields_cache["last_post"] for state in states if state.fields_cache.get("last_post")]

    def visible_to(self, user):
        boards = _manager("Board")
        found = self.filter(board__in=boards.visible_to(user))
        if not is_member(user):
            return found.filter(state=State.SHOWN)
        if keeps_boards(user):
            return found
        is_own = Q(state=State.WAITING, author=user.pk)
        return found.filter(Q(state=State.SHOWN) | is_own | Q(board__in=boards.moderated_by(user)))

    def listed_for(self, user):
        """Filter topics that lists, counts, feeds and searches show to `user`."""
        return self.filter(board__in=_manager("Board").visible_to(user), state=State.SHOWN, merged_into=None)

    def with_card(self):
        """Fetch what the card of a topic shows."""
        return self.select_related("board", "last_post__author__member").defer(*NOT_ON_CARDS)

    def mark(self, topics, user) -> None:
        """Set `read_position` (None if `user` has no read mark) and `is_new` (the same rule as `new_for`) on these topics."""
        if not topics:
            return
        read, visits, since = {}, {}, None
        if is_member(user):
            keys = [topic.pk for topic in topics]
            read = dict(self._readings(user).filter(topic__in=keys).values_list("topic", "position"))
            visits, since = dict(self._visits(user).values_list("board", "read_until")), new_since(user)
        for topic in topics:
            topic.read_position = read.get(topic.pk)
            is_read = topic.read_position is not None and topic.read_position >= topic.newest_position
            until = since and max(since, visits.get(topic.board_id, since))
            topic.is_new = bool(until and not is_read and topic.last_post_at > until)

    def new_for(self, user):
        """Filter topics with posts since `user` last read them, marked their board as read, or joined."""
        if not is_member(user):
            return self.none()
        since = new_since(user)
        until = Coalesce(
            Subquery(self._visits(user).filter(board=OuterRef("board")).values("read_until")), Value(since)
        )
        read = self._readings(user).filter(topic=OuterRef("pk"), position__gte=OuterRef("newest_position"))
        return self.filter(~Exists(read), last_post_at__gt=since).filter(last_post_at__gt=until)

    def _readings(self, user):
        return _manager("Reading").filter(user=user.pk)

    def _visits(self, user):
        return _manager("BoardVisit").filter(user=user.pk)

    def readable_by(self, user):
        """Filter topics in a language of the member's profile, or in that of the account if the site has none of these."""
        if not is_member(user):
            return self.none()
        named = Language.objects.filter(speakers__user=user.pk, slug__in=dict(settings.LANGUAGES))
        return self.filter(language__in=list(named.values_list("slug", flat=True)) or [user.language])

    def newest(self):
        return self.order_by("-last_post_at", "-pk")

    def pinned_first(self):
        return self.order_by("-is_pinned", "-last_post_at", "-pk")

    def unanswered(self):
        """Filter questions without any answer."""
        return self.filter(kind=TopicKind.QUESTION, accepted_post=None, post_count__lte=1)

    def unsolved(self):
        """Filter questions without an accepted answer."""
        return self.filter(kind=TopicKind.QUESTION, accepted_post=None)

    def overdue(self):
        """Filter questions without any answer for `UNANSWERED_AFTER`; coordinators look for experts to ask."""
        return self.unanswered().filter(created_at__lt=timezone.now() - UNANSWERED_AFTER)

    def about(self, target_type, ids):
        """Filter topics whose target is one of these rows of one model."""
        return self.filter(target_type=target_type, target_id__in=ids)

    def hits(self, words: str):
        """Search posts; `key_of` gives the topic of each."""
        return get_search_backend().search(words, _manager("Post").all())

    def key_of(self, hit) -> int:
        return hit.topic_id


class DraftQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def newest(self):
        return self.order_by("-updated_at", "-pk")


class PostQuerySet(PostReferencesMixin, SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        """Filter posts whose text `user` may read."""
        found = self.filter(topic__in=_manager("Topic").visible_to(user))
        if not is_member(user):
            return found.filter(state=State.SHOWN)
        if keeps_boards(user):
            return found
        moderated = _manager("Board").moderated_by(user)
        return found.filter(Q(state=State.SHOWN) | Q(author=user.pk) | Q(topic__board__in=moderated))

    def listed_for(self, user):
        """Filter posts that feeds, counts and searches show to `user`."""
        return self.filter(state=State.SHOWN, topic__in=_manager("Topic").listed_for(user))

    def with_card(self):
        return self.select_related("topic__board", "author__member")

    def newest(self):
        return self.order_by("-created_at", "-pk")

    def with_people(self):
        return self.select_related("author__member__territory").defer(*NOT_ON_PAGES)

    def with_files(self):
        return self.prefetch_related("attachments")

    def with_people_and_files(self):
        """Prefetch authors and attachments. For a queryset that is mostly empty: nothing is joined then."""
        return self.prefetch_related("author__member__territory", "attachments")

    def on_page(self, topic, first: int, last: int):
        """Filter posts between these positions, whatever their state."""
        return self.filter(topic=topic.pk, position__gte=first, position__lte=last).order_by("position")

    def waiting_in(self, topic, user, may_moderate: bool):
        """Filter posts that wait for a moderator, which moderators and their author see. They have no position yet."""
        found = self.filter(topic=topic.pk, state=State.WAITING, position=None).order_by("created_at", "pk")
        if may_moderate:
            return found
        has_own = is_member(user) and State.WAITING in topic.own_states(user)
        return found.filter(author=user.pk) if has_own else found.none()

    def with_thanks(self):
        """Annotate `thanks_count`."""
        thanks = _manager("Thanks").filter(post=OuterRef("pk"))
        number = thanks.order_by().values("post").annotate(number=Count("pk")).values("number")
        return self.annotate(thanks_count=Coalesce(Subquery(number), 0))

    def mark(self, posts, user) -> None:
        """Set `is_thanked` on these posts: whether `user` has thanked for them."""
        thanks = _manager("Thanks").filter(post__in=[post.pk for post in posts])
        mine = set(thanks.filter(user=user.pk).values_list("post", flat=True)) if is_member(user) else ()
        for post in posts:
            post.is_thanked = post.pk in mine
