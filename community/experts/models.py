from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.experts.querysets import AskQuerySet
from community.forum.models import Topic
from community.members.models import Member
from website.topics.models import Organisation


class Ask(models.Model):
    """A request to a member to help with a question. `organisation` is set if they were asked as one of its editors.

    Each row counts towards the member's limit for the calendar month of `created_at`.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="asks")
    member = models.ForeignKey(Member, models.CASCADE, related_name="asks")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="asks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="one_ask_per_topic_and_member")]
        indexes = [models.Index(fields=["member", "created_at"], name="experts_asks_of_a_month")]
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")

    def __str__(self):
        return f"topic {self.topic_id} to {self.member_id}"
