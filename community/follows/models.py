from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.querysets import FollowQuerySet
from website.notifications.enums import Pace

QUERY_LENGTH = 500


class Follow(models.Model):
    """Somebody wants to hear of a thing: a row of any kind (`target`), or a list with its filters.

    Of a page the target is its `core.Text`, which all languages share. Where `pace` is empty, what the person chose in
    general holds. `is_muted`: they said in a mail that they want no more of this.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    target_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    listing = models.SlugField(max_length=50, blank=True)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    pace = models.CharField(max_length=10, choices=Pace, blank=True)
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="follows_by_target"),
            models.Index(fields=["listing", "query"], condition=~Q(listing=""), name="follows_by_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_type__isnull=False, target_id__isnull=False, listing="", query="")
                | Q(target_type=None, target_id=None) & ~Q(listing=""),
                name="follow_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "target_type", "target_id"], condition=Q(listing=""), name="one_follow_per_target"
            ),
            models.UniqueConstraint(
                fields=["user", "listing", "query"], condition=~Q(listing=""), name="one_follow_per_list"
            ),
        ]

    def __str__(self):
        """What readers of the active language call the thing."""
        return self.shown.title if self.shown else _("something that is gone")

    def get_absolute_url(self):
        """Where its person says how soon they hear of it, or no more."""
        return reverse("follow_settings", args=[self.pk])

    @property
    def thing_key(self):
        """The thing's key, as its subject has it."""
        return (self.listing, self.query) if self.listing else self.target_id

    @property
    def key(self) -> subjects.Key:
        return self.target_type_id, self.target_id, self.listing, self.query

    @cached_property
    def subject(self) -> subjects.FollowSubject | None:
        return subjects.subject_for_follow(self)

    @cached_property
    def names(self) -> dict[str, subjects.SubjectLink | None]:
        """What the thing is called, by language."""
        return {}

    @property
    def shown(self) -> subjects.SubjectLink | None:
        """What readers of the active language call it; None where its person may not see it. For many: `subjects.show`."""
        if get_language() not in self.names:
            subjects.load_titles([self])
        return self.names[get_language()]

    @property
    def words(self) -> str:
        """Ends the sentence “because you follow …”."""
        return self.subject.words % {"title": self.shown.title} if self.shown else str(self)
