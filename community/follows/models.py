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
    """A user follows a thing: a row of any registered model (`target`), or a listing with filters (`query`).

    The target of a followed page is its `core.Text`, which all language versions share. An empty `pace` means the
    user's general setting. `is_muted` is set from the unsubscribe link of a mail.
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
        """Return the thing's title in the active language."""
        return self.shown.title if self.shown else _("something that no longer exists")

    def get_absolute_url(self):
        """Return the URL of the settings of this follow."""
        return reverse("follow_settings", args=[self.pk])

    @property
    def thing_key(self):
        """The key by which `FollowSubject.find` finds the thing."""
        return (self.listing, self.query) if self.listing else self.target_id

    @property
    def key(self) -> subjects.Key:
        return self.target_type_id, self.target_id, self.listing, self.query

    @cached_property
    def subject(self) -> subjects.FollowSubject | None:
        return subjects.subject_for_follow(self)

    @cached_property
    def links(self) -> dict[str, subjects.SubjectLink | None]:
        """Links to the thing by language, filled by `subjects.load_titles`."""
        return {}

    @property
    def shown(self) -> subjects.SubjectLink | None:
        """The link to the thing in the active language; None if the user may not see it.

        Call `subjects.load_titles` first where many follows are shown.
        """
        if get_language() not in self.links:
            subjects.load_titles([self])
        return self.links[get_language()]

    @property
    def words(self) -> str:
        """The end of the sentence “because you follow …”."""
        return self.subject.words % {"title": self.shown.title} if self.shown else str(self)
