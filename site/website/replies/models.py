from django.conf import settings
from django.db import models

from website.replies.enums import MailOutcome
from website.replies.querysets import InboundMailQuerySet


class InboundMail(models.Model):
    """The outcome of an inbound mail; its content is not stored.

    `message_id` is unique, so that a mail delivered twice is handled once; for a mail without one it is a digest of the
    content. `user` is the recipient of an answer, `answered_at` the time when it was written.
    """

    message_id = models.CharField(max_length=255, unique=True)
    received_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=20, choices=MailOutcome, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["received_at"], name="replies_by_age"),
            models.Index(fields=["user", "answered_at"], name="replies_answered"),
        ]

    def __str__(self):
        return f"{self.outcome}: {self.message_id}"
