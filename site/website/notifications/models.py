from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from website.notifications.enums import NotificationReason, Pace, SuppressionReason
from website.notifications.querysets import NotificationQuerySet, OutgoingMailQuerySet, SuppressedAddressQuerySet


@dataclass(frozen=True)
class ExternalRecipient:
    """A recipient without an account. `name` was entered by a trusted user."""

    email: str
    language: str
    name: str = ""
    time_zone: str = settings.TIME_ZONE

    def get_short_name(self) -> str:
        return self.name


@dataclass(frozen=True)
class Recipient:
    """A person to notify, and why. `reason_object` is what they follow or own.

    `is_direct` is False for what the person only follows. `pace` is the frequency chosen for this follow; if empty, the
    general preference applies.
    """

    person: Any
    reason_kind: NotificationReason = NotificationReason.CONCERNED
    reason_object: Any = None
    is_direct: bool = True
    pace: Pace | str = ""


class OutgoingMail(models.Model):
    """A mail in the outbox. A worker claims it; then it is sent, bounced, or withheld because it is no longer relevant.

    `message_id` is the ID assigned by the mail provider, else our Message-ID.
    """

    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=255, blank=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def mail_name(self) -> str:
        """The local part of the Message-ID, which is the same if the mail is sent again."""
        return f"{self._meta.model_name}-{self.pk}-{int(self.created_at.timestamp())}"


class Digest(OutgoingMail):
    """The notifications of one person in one mail; `period` is the day on which it is sent, in their time zone."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    period = models.DateField()

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["message_id"], name="digests_by_message"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(sent_at=None, bounced_at=None, withheld_at=None),
                name="digests_to_send",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["recipient", "period"], name="one_digest_a_day")]

    def __str__(self):
        return f"{self.period} for {self.recipient_id}"

    @property
    def addressee(self):
        return self.recipient


class Notification(OutgoingMail):
    """A notification for one person, written in the transaction of the action and mailed afterwards.

    `kind` names the templates `emails/<kind>.*`; `data` is their context besides `target`. The mail goes to
    `recipient` or, for somebody without an account, to `address` in `language`; alone or in a `digest`.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notifications")
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    kind = models.SlugField(max_length=50)
    reason_kind = models.CharField(max_length=10, choices=NotificationReason, default=NotificationReason.CONCERNED)
    reason_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    reason_id = models.PositiveBigIntegerField(null=True)
    reason_object = GenericForeignKey("reason_type", "reason_id")
    is_direct = models.BooleanField(default=True)
    pace = models.CharField(max_length=10, choices=Pace, blank=True)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, related_name="rows")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(sent_at=None, bounced_at=None, withheld_at=None, digest=None),
                name="notifications_to_send",
            ),
            models.Index(fields=["message_id"], name="notifications_by_message"),
            models.Index(fields=["recipient", "-created_at"], name="notifications_of_one"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notifications_unread"),
            models.Index(fields=["target_type", "target_id"], name="notifications_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, address="")
                | models.Q(recipient=None) & ~models.Q(address="") & ~models.Q(language=""),
                name="notification_is_for_one",
            )
        ]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id or 'an external recipient'}"

    @property
    def addressee(self):
        """The account or the `ExternalRecipient` that it is for."""
        return self.recipient or ExternalRecipient(self.address, self.language, self.name)

    @property
    def reason(self) -> str:
        """Why the recipient is notified, as a sentence in the active language."""
        sentences = {
            NotificationReason.FOLLOWED: _("You follow “%(thing)s”."),
            NotificationReason.CONCERNED: _("It is about something you own: “%(thing)s”."),
        }
        if self.reason_kind in sentences and self.reason_object is not None:
            return sentences[self.reason_kind] % {"thing": self.reason_object}
        return str(NotificationReason(self.reason_kind).label)


class Preference(models.Model):
    """How soon a person wants mail: `direct` for what is addressed to them, `followed` for what they follow."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preference")
    direct = models.CharField(gettext_lazy("Messages for me"), max_length=10, choices=Pace, default=Pace.AT_ONCE)
    followed = models.CharField(gettext_lazy("What I follow"), max_length=10, choices=Pace, default=Pace.DAILY)

    def __str__(self):
        return f"{self.direct}, {self.followed}"


class SuppressedAddress(models.Model):
    """An address to which no mail is sent. `reason` is the text of the mail server or provider."""

    address = models.EmailField(unique=True)
    why = models.CharField(max_length=10, choices=SuppressionReason)
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    objects = SuppressedAddressQuerySet.as_manager()

    def __str__(self):
        return f"{self.why} since {self.since:%Y-%m-%d}"
