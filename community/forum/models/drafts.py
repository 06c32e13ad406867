from django.conf import settings
from django.db import models

from community.forum.models.posts import BODY_LENGTH


class Draft(models.Model):
    """What somebody has begun to write: `key` is `new`, `topic-12` for an answer there, `post-34` for a change."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=BODY_LENGTH, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_person_and_key")]
        indexes = [models.Index(fields=["updated_at"], name="forum_drafts_by_age")]

    def __str__(self):
        return f"{self.key} of {self.user_id}"
