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
    """The topic that a text was created from. All language versions of the text share one provenance."""

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
        """Return the URL of the page that shows who has agreed."""
        return reverse("knowledge", args=[self.pk])

    def edit_url_for(self, user) -> str:
        """Return where `user` edits the text: the sheet form for the creator of a sheet, the CMS otherwise."""
        if self.kind == TextKind.SHEET and self.creator_id == user.pk:
            return reverse("sheet_edit", args=[self.page.pk])
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def live_versions(self):
        """The published language versions of the text."""
        return self.text.pages.live()

    @property
    def page(self) -> Page:
        """The original language version, or the oldest one left if the original was deleted."""
        return self.text.original

    @property
    def title(self) -> str:
        return self.page.draft_title

    @property
    def foreign_language(self) -> str:
        return self.topic.foreign_language


class Contribution(models.Model):
    """The posts of one author in a text, and the author's consent to their use.

    `name` is the author's name in the draft, above their posts; it must not be published without consent. `removed_at`
    is set when the text no longer contains a declined part. `is_still_named` is set while a published version names the
    author, who no longer agrees to it.
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
        """Whether the part was declined and has not been removed from the text yet."""
        return self.is_declined and self.removed_at is None

    @property
    def needs_removal(self) -> bool:
        """Whether the part or the name of the author has to be removed from the text."""
        return self.is_blocking or self.is_still_named

    @property
    def introduction(self) -> str:
        """The line above their posts in the draft, in the active language."""
        return _("%(name)s wrote:") % {"name": self.name} if self.name else ""
