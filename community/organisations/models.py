from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.organisations.enums import ProposalStatus
from community.organisations.querysets import ChangeProposalQuerySet
from website.topics.models import Organisation


class OrganisationEditor(models.Model):
    """A user who may change an organisation's entry and decide on proposals."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="editors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="edited_organisations")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="one_editor_per_account")]
        verbose_name = _("editor of an organisation")
        verbose_name_plural = _("editors of organisations")

    def __str__(self):
        return f"{self.user_id} of {self.organisation_id}"


class ChangeProposal(models.Model):
    """Changes of an organisation's entry, proposed by somebody who may not edit it.

    `changes` maps field names to their values `before` and `after` (see `changes.differences`). A withdrawn proposal
    counts as decided by its author.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="change_proposals")
    changes = models.JSONField()
    word = models.TextField(_("reason"), blank=True, max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=ProposalStatus, default=ProposalStatus.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("message to the person who proposed it"), blank=True, max_length=1000)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "-created_at"], name="proposals_by_status")]
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")

    def __str__(self):
        return f"{self.organisation_id}: {', '.join(self.changes)}"

    def get_absolute_url(self):
        return reverse("proposal", args=[self.pk])

    @property
    def status_choice(self) -> ProposalStatus:
        return ProposalStatus(self.status)

    @property
    def is_withdrawn(self) -> bool:
        return self.status == ProposalStatus.WITHDRAWN

    @property
    def is_pending(self) -> bool:
        return self.status == ProposalStatus.PENDING
