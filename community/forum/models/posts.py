from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from community.forum.enums import State
from community.forum.models.topics import Topic
from community.forum.querysets import PostQuerySet
from community.forum.references import MEMBER, NOBODY
from website.core.fields import MarkdownField

BODY_LENGTH = 20_000
RESTORABLE_FOR = timedelta(minutes=10)


class Post(index.Indexed, models.Model):
    """One post of a topic.

    `position` in the topic, from 1, is set when the post is first shown, and changes only in a split or a merge; hidden
    and deleted posts keep theirs. `body`, `stored_html` and `stored_text` are the Markdown, HTML and plain text that
    `texts.render_post` returns, without names. `markdown`, `html` and `text` are to be shown: they have names as the
    readers given to `PostQuerySet.as_seen_at` may see them, and no names without that call. `notice` is a moderator's
    reason for editing the post, which everybody may read.
    """

    references = NOBODY

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    position = models.PositiveIntegerField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts")
    body = MarkdownField(_("text"), max_length=BODY_LENGTH)
    stored_html = models.TextField()
    stored_text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.SHOWN)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    notice = models.TextField(blank=True)
    deleted_at = models.DateTimeField(null=True)

    objects = PostQuerySet.as_manager()

    search_fields = [index.SearchField("title", boost=2), index.SearchField("searched_text")]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["topic", "position"], name="one_post_per_position"),
            models.CheckConstraint(
                condition=models.Q(state=State.WAITING) | models.Q(position__isnull=False),
                name="what_was_shown_has_a_position",
            ),
        ]
        indexes = [models.Index(fields=["author", "-created_at"], name="forum_posts_of_a_person")]

    def __str__(self):
        return f"{self.topic} ({self.position})"

    def get_absolute_url(self):
        return reverse("post", args=[self.pk])

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.filter(state=State.SHOWN, topic__state=State.SHOWN).select_related("topic")

    @property
    def title(self) -> str:
        return self.topic.title

    @property
    def html(self) -> str:
        return self.references.html(self.stored_html, self)

    @property
    def text(self) -> str:
        return self.references.text(self.stored_text)

    @property
    def markdown(self) -> str:
        return self.references.markdown(self.body, self)

    @property
    def searched_text(self) -> str:
        """The text to index, without references to people."""
        return MEMBER.sub("", self.stored_text)

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN

    @property
    def is_editable(self) -> bool:
        return self.state in (State.SHOWN, State.WAITING)

    @property
    def is_restorable(self) -> bool:
        """Whether its author deleted it less than `RESTORABLE_FOR` ago."""
        return self.state == State.DELETED and timezone.now() - self.deleted_at < RESTORABLE_FOR

    @property
    def excerpt(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(220) if self.is_shown else ""

    @property
    def feed_id(self) -> str:
        """A permanent identifier (RFC 4151), which a move to another topic does not change."""
        return f"tag:{settings.CALENDAR_UID_HOST},2026:posts/{self.pk}"

    @property
    def feed_published(self):
        return self.created_at

    @property
    def feed_summary(self) -> str:
        return self.excerpt


class Edit(models.Model):
    """A previous text of a post, with the person who changed it and the reason. `body` has no names, as `Post.body`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="edits")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-edited_at", "-pk"]

    def __str__(self):
        return f"post {self.post_id} before {self.edited_at}"


class Thanks(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="thanks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="one_thanks_per_post_and_person")]
        verbose_name_plural = "thanks"

    def __str__(self):
        return f"{self.user_id} for post {self.post_id}"


class Mention(models.Model):
    """A person whom a post mentions. They are notified once, even if the mention is removed and added again."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="one_mention_per_post_and_person")]

    def __str__(self):
        return f"{self.user_id} in post {self.post_id}"


class Citation(models.Model):
    """A text, an organisation or a topic that a post links to (`targets`)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="citations")
    target_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "target_type", "target_id"], name="one_citation_per_post_and_target"
            )
        ]
        indexes = [models.Index(fields=["target_type", "target_id"], name="forum_citations_of_a_target")]

    def __str__(self):
        return f"post {self.post_id} cites {self.target_type_id}/{self.target_id}"
