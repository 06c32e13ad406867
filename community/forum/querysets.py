"""How boards, topics and posts are read. Each `visible_to` is the twin of a check in `permissions`."""

from datetime import timedelta

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from community.forum.enums import Audience, State, TopicKind
from community.forum.permissions import is_member, keeps_boards
from community.moderation.permissions import barred_places, closed_places, may_write
from website.core.models import ContentStamp
from website.core.querysets import SEARCH_HITS, SearchableQuerySetMixin
from website.topics.models import Language
from website.topics.querysets import VocabularyQuerySet

# What is older is not new to anybody, however long they stayed away.
NEW_FOR = timedelta(days=90)
UNANSWERED_AFTER = timedelta(days=3)
# What topics and posts show the names of.
NAMES = ("forum.Board", "members.Member", "topics.Organisation", "topics.Theme", "topics.Territory")


def new_since(user):
    """What is older was there before they came, or is too old to be new to anybody."""
    return max(user.date_joined, timezone.now() - NEW_FOR)


class BoardQuerySet(VocabularyQuerySet):
    def visible_to(self, user):
        if not is_member(user):
            return self.filter(audience=Audience.PUBLIC)
        if keeps_boards(user):
            return self.all()
        found = Q(audience__in=(Audience.PUBLIC, Audience.MEMBERS)) | Exists(self._memberships(user))
        return self.filter(found).exclude(~Q(audience=Audience.PUBLIC), pk__in=closed_places(user, self.model))

    def view_of(self, user) -> str:
        """Names what somebody with an account sees of the conversation: the same for all who read the same boards.

        What they wrote themselves and what they moderate comes on top of it.
        """
        return f"{user.is_active}:{sorted(self.visible_to(user).values_list('pk', flat=True))}"

    def moderated_by(self, user):
        if not may_write(user):
            return self.none()
        if keeps_boards(user):
            return self.all()
        return self.filter(Exists(self._memberships(user, is_moderator=True))).exclude(
            pk__in=barred_places(user, self.model)
        )

    def writable_by(self, user):
        if not may_write(user):
            return self.none()
        return self.visible_to(user).filter(is_open=True).exclude(pk__in=barred_places(user, self.model))

    def _memberships(self, user, **more):
        rows = self.model._meta.get_field("memberships").related_model.objects
        return rows.filter(board=OuterRef("pk"), user=user.pk, **more)

    def with_counts(self):
        """With the number of topics and posts that are shown, and the moment of the newest."""
        shown = Q(topics__state=State.SHOWN, topics__merged_into=None)
        return self.annotate(topic_count=Count("topics", filter=shown)).select_related("theme", "territory")


class TopicQuerySet(SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        boards = self.model._meta.get_field("board").related_model.objects
        found = self.filter(board__in=boards.visible_to(user))
        if not is_member(user):
            return found.filter(state=State.SHOWN)
        if keeps_boards(user):
            return found
        is_own = Q(state=State.WAITING, author=user.pk)
        return found.filter(Q(state=State.SHOWN) | is_own | Q(board__in=boards.moderated_by(user)))

    def listed_for(self, user):
        """Those that lists, counts, feeds and searches show to `user`."""
        boards = self.model._meta.get_field("board").related_model.objects
        return self.filter(board__in=boards.visible_to(user), state=State.SHOWN, merged_into=None)

    def with_card(self):
        """With what a card says of each, and the `names_stamp` by which it is kept."""
        related = self.select_related("board", "last_post__author__member")
        return related.annotate(names_stamp=ContentStamp.objects.summed(NAMES))

    def with_marks(self, user):
        """With whether it `is_new` to `user`, and their `read_position`, None where they have not read it."""
        if not is_member(user):
            return self.annotate(is_new=Value(False), read_position=Value(None, IntegerField()))
        position = self._readings(user).values("position")
        return self.annotate(
            read_position=Subquery(position), is_new=ExpressionWrapper(self._is_new(user), output_field=BooleanField())
        )

    def new_for(self, user):
        return self.filter(self._is_new(user)) if is_member(user) else self.none()

    def _readings(self, user):
        return self.model._meta.get_field("readings").related_model.objects.filter(topic=OuterRef("pk"), user=user.pk)

    def _is_new(self, user) -> Q:
        """Something came since they last read it, said that they know the board, or joined."""
        boards = self.model._meta.get_field("board").related_model
        visits = boards._meta.get_field("visits").related_model.objects.filter(board=OuterRef("board"), user=user.pk)
        since = new_since(user)
        until = Coalesce(Subquery(visits.values("read_until")), Value(since))
        read = self._readings(user).filter(position__gte=OuterRef("newest_position"))
        return Q(last_post_at__gt=since) & Q(last_post_at__gt=until) & ~Exists(read)

    def readable_by(self, user):
        """Those in a language that `user` has named as theirs; where they named none of the site's, in their account's."""
        if not is_member(user):
            return self.none()
        named = Language.objects.filter(speakers__user=user.pk, slug__in=dict(settings.LANGUAGES))
        return self.filter(language__in=list(named.values_list("slug", flat=True)) or [user.language])

    def newest(self):
        return self.order_by("-last_post_at", "-pk")

    def pinned_first(self):
        return self.order_by("-is_pinned", "-last_post_at", "-pk")

    def unanswered(self):
        """Questions that nobody has said anything to."""
        return self.filter(kind=TopicKind.QUESTION, accepted_post=None, post_count__lte=1)

    def unsolved(self):
        """Questions without an accepted answer."""
        return self.filter(kind=TopicKind.QUESTION, accepted_post=None)

    def overdue(self):
        """Questions unanswered for three days: a coordinator's business."""
        return self.unanswered().filter(created_at__lt=timezone.now() - UNANSWERED_AFTER)

    def about(self, target_type, ids):
        """Those that hang on any of these rows of one model."""
        return self.filter(target_type=target_type, target_id__in=ids)

    def hits(self, words: str) -> list[int]:
        """The topics of the posts that are found, in their order."""
        posts = self.model._meta.get_field("posts").related_model.objects.all()
        found = get_search_backend().search(words, posts)[:SEARCH_HITS]
        return list(dict.fromkeys(post.topic_id for post in found))


class DraftQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def newest(self):
        return self.order_by("-updated_at", "-pk")


class PostQuerySet(SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        """Those whose text `user` may read."""
        topics = self.model._meta.get_field("topic").related_model.objects
        found = self.filter(topic__in=topics.visible_to(user))
        if not is_member(user):
            return found.filter(state=State.SHOWN)
        if keeps_boards(user):
            return found
        boards = topics.model._meta.get_field("board").related_model.objects
        return found.filter(Q(state=State.SHOWN) | Q(author=user.pk) | Q(topic__board__in=boards.moderated_by(user)))

    def listed_for(self, user):
        """Those that feeds, counts and searches show to `user`."""
        topics = self.model._meta.get_field("topic").related_model.objects
        return self.filter(state=State.SHOWN, topic__in=topics.listed_for(user))

    def with_card(self):
        return self.select_related("topic__board", "author__member")

    def newest(self):
        return self.order_by("-created_at", "-pk")

    def with_people(self):
        return self.select_related("author__member__territory")

    def with_files(self):
        return self.prefetch_related("attachments")

    def on_page(self, first: int, last: int, user, may_moderate: bool):
        """Those of these positions, whatever their state; and of those that wait, which have none, all or `user`'s."""
        waiting = Q(state=State.WAITING, position=None)
        if not may_moderate:
            waiting &= Q(author=user.pk) if is_member(user) else Q(pk__in=[])
        return self.filter(Q(position__gte=first, position__lte=last) | waiting).order_by("position")

    def with_thanks(self, user):
        """With how many thanked for each, and whether `user` is among them."""
        thanks = self.model._meta.get_field("thanks").related_model.objects.filter(post=OuterRef("pk"))
        number = thanks.order_by().values("post").annotate(number=Count("pk")).values("number")
        mine = Exists(thanks.filter(user=user.pk)) if is_member(user) else Value(False)
        return self.annotate(thanks_count=Coalesce(Subquery(number), 0), is_thanked=mine)
