from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.forum.enums import State, TopicKind
from community.forum.models.boards import Board
from community.forum.querysets import TopicQuerySet
from website.core.caching import memoize_on
from website.topics.models import Territory, Theme

POSTS_PER_PAGE = 20


class Topic(models.Model):
    """A question, call, announcement or talk with its posts.

    `last_position` is the highest position of its posts; `post_count`, `newest_position`, `last_post` and
    `last_post_at` count only those shown. All five are written by `actions.counters.refresh_counters` alone, while
    this row is locked.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="topics", verbose_name=_("board"))
    kind = models.CharField(_("type"), max_length=12, choices=TopicKind, default=TopicKind.QUESTION)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="topics")
    themes = models.ManyToManyField(Theme, blank=True, related_name="discussions", verbose_name=_("themes"))
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="discussions", verbose_name=_("territories")
    )
    target_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    is_pinned = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)
    accepted_post = models.ForeignKey("forum.Post", models.SET_NULL, null=True, related_name="accepted_in")
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now)
    post_count = models.PositiveIntegerField(default=0)
    newest_position = models.PositiveIntegerField(default=0)
    last_position = models.PositiveIntegerField(default=0)
    last_post = models.ForeignKey("forum.Post", models.SET_NULL, null=True, related_name="+")
    last_post_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes = [
            models.Index(fields=["-last_post_at", "-id"], name="forum_topics_newest"),
            models.Index(fields=["board", "-is_pinned", "-last_post_at", "-id"], name="forum_topics_of_a_board"),
            models.Index(fields=["target_type", "target_id"], name="forum_topics_of_a_target"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("discussion", args=[self.pk])

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN

    @property
    def is_question(self) -> bool:
        return self.kind == TopicKind.QUESTION

    @property
    def is_answered(self) -> bool:
        return self.accepted_post_id is not None

    @property
    def answer_count(self) -> int:
        return max(self.post_count - 1, 0)

    @property
    def kind_tone(self) -> str:
        return TopicKind(self.kind).tone

    @property
    def foreign_language(self) -> str:
        """The code of its language if that is not the active language, else an empty string."""
        return "" if self.language == get_language() else self.language

    def own_states(self, user) -> set[str]:
        """Return the states of the posts that `user` has written in the topic."""
        rows = self.posts.filter(author=user.pk).order_by().values_list("state", flat=True)
        return memoize_on(self, f"_states_of_{user.pk}", lambda: set(rows.distinct()))

    def page_of(self, position: int) -> int:
        return max(position - 1, 0) // POSTS_PER_PAGE + 1

    @property
    def feed_id(self) -> str:
        """A permanent identifier (RFC 4151)."""
        return f"tag:{settings.CALENDAR_UID_HOST},2026:discussions/{self.pk}"

    @property
    def feed_published(self):
        return self.created_at

    @property
    def feed_summary(self) -> str:
        return self.last_post.excerpt if self.last_post else ""
