from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from community.knowledge.enums import Consent, TextKind
from community.knowledge.querysets import ContributionQuerySet, ProvenanceQuerySet
from website.core.models import Text


class Provenance(models.Model):
    """The topic that a text has grown from, in whatever language it is read."""

    topic = models.ForeignKey("forum.Topic", models.CASCADE, related_name="provenances")
    text = models.OneToOneField(Text, models.CASCADE, related_name="provenance")
    kind = models.CharField(max_length=8, choices=TextKind)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProvenanceQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.kind} {self.text_id} of topic {self.topic_id}"

    def get_absolute_url(self):
        """Where its creator sees who has agreed."""
        return reverse("knowledge", args=[self.pk])

    def edit_url_for(self, user) -> str:
        """Where the text is written: by its creator, or in the editing room by who may publish it."""
        if self.kind == TextKind.SHEET and self.creator_id == user.pk:
            return reverse("sheet_edit", args=[self.page.pk])
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def live_versions(self):
        """What is online of the text, in whatever language."""
        return self.text.pages.live()

    @property
    def page(self) -> Page:
        """The version that its creator writes: the original, or the oldest that is left."""
        return self.text.original

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def foreign_language(self) -> str:
        return self.topic.foreign_language


class Contribution(models.Model):
    """Somebody's part in a text, and whether they agree to it.

    `name` is what the draft calls them above their posts; it must not be published unless they agree. `removed_at`:
    the creator has said that the part of whoever declined is no longer in the text. `is_still_named`: they do not agree to
    be named any more, and what is online names them.
    """

    provenance = models.ForeignKey(Provenance, models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="contributions")
    posts = models.ManyToManyField("forum.Post", related_name="contributions")
    name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=8, choices=Consent, default=Consent.ASKED)
    answered_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    is_still_named = models.BooleanField(default=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provenance", "user"], name="one_contribution_per_provenance_and_person")
        ]

    def __str__(self):
        return f"{self.user_id} in {self.provenance_id}"

    def get_absolute_url(self):
        return reverse("my_contribution", args=[self.pk])

    @property
    def tone(self) -> str:
        return Consent(self.answer).tone

    @property
    def is_declined(self) -> bool:
        return self.answer == Consent.DECLINED

    @property
    def is_blocking(self) -> bool:
        """Declined, and not yet taken out."""
        return self.is_declined and self.removed_at is None

    @property
    def asks(self) -> bool:
        """Something has to go out of the text."""
        return self.is_blocking or self.is_still_named

    @property
    def introduction(self) -> str:
        """What stands above their posts in the draft, in the active language."""
        return _("%(name)s wrote:") % {"name": self.name} if self.name else ""
