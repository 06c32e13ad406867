from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from website.notifications.enums import Because, Pace
from website.notifications.querysets import NotificationQuerySet


@dataclass(frozen=True)
class Stranger:
    """Somebody without an account, as mails address them. `name` is what somebody we trust calls them."""

    email: str
    language: str
    name: str = ""
    time_zone: str = settings.TIME_ZONE

    def get_short_name(self) -> str:
        return self.name


@dataclass(frozen=True)
class Telling:
    """Somebody to be told, and why. `because_of` is what they follow, or what is theirs.

    `is_direct`: it is addressed to them; what they only follow is not. `pace` is what they chose for the one thing that
    they follow; where it is empty, what they chose in general holds.
    """

    person: Any
    because: Because = Because.CONCERNED
    because_of: Any = None
    is_direct: bool = True
    pace: Pace | str = ""


class Notification(models.Model):
    """Something one person is to be told; written in the transaction of the act, mailed afterwards.

    `kind` names the templates `emails/<kind>.*`; `data` holds what they need beside `target`. It goes to `recipient`,
    or, for somebody without an account, to `address` in `language`. What can never arrive is `bounced_at`, and why.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notifications")
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    kind = models.SlugField(max_length=50)
    because = models.CharField(max_length=10, choices=Because, default=Because.CONCERNED)
    because_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    because_id = models.PositiveBigIntegerField(null=True)
    because_of = GenericForeignKey("because_type", "because_id")
    is_direct = models.BooleanField(default=True)
    pace = models.CharField(max_length=10, choices=Pace, blank=True)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=255, blank=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=300, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["sent_at"], name="notifications_to_send"),
            models.Index(fields=["message_id"], name="notifications_by_message"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, address="")
                | models.Q(recipient=None) & ~models.Q(address="") & ~models.Q(language=""),
                name="notification_is_for_one",
            )
        ]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id or 'a stranger'}"

    @property
    def addressee(self):
        """The account, or the stranger, that it is for."""
        return self.recipient or Stranger(self.address, self.language, self.name)
