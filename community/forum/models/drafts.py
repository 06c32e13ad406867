from django.conf import settings
from django.db import models

from community.forum.models.posts import BODY_LENGTH
from community.forum.querysets import DraftQuerySet


class Draft(models.Model):
    """The draft of a topic or a post.

    `key` names its form: `new` for a topic, `new-text-7` for one about that text (`targets.target_name`), `topic-12` for
    an answer in that topic, `post-34` for a change of that post. `chosen` has the raw values of the other fields by
    name. They are not validated before the form itself is sent.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=30)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=BODY_LENGTH, blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_person_and_key")]
        indexes = [models.Index(fields=["updated_at"], name="forum_drafts_by_age")]

    def __str__(self):
        return f"{self.key} of {self.user_id}"

    @property
    def kind(self) -> str:
        """The form of the draft: `new`, `topic` or `post`."""
        return self.key.partition("-")[0]

    @property
    def target_name(self) -> str:
        """The name of what the draft is about, answers or changes: `text-7`, `topic-12`, `post-34`; empty if there is nothing."""
        return self.key.removeprefix("new").lstrip("-")
