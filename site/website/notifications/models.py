from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from website.notifications.querysets import NotificationQuerySet


class Notification(models.Model):
    """Something one person is to be told; written in the transaction of the act, mailed afterwards.

    `kind` names the templates `emails/<kind>.*`; `data` holds what they need beside `target`.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.SlugField(max_length=50)
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sent_at"], name="notifications_to_send")]

    def __str__(self):
        return f"{self.kind} for {self.recipient_id}"
