from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.moderation.models.cases import Report
from community.moderation.models.decisions import Decision
from community.moderation.querysets import ComplaintQuerySet


class Complaint(models.Model):
    """A complaint about a decision, by the person concerned or by a reporter whose `report` was dismissed.

    Each may complain once. `stands` is the outcome, whether the decision was upheld, and None before the review.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="complaints")
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="complaint")
    words = models.TextField(_("why the decision is wrong"), max_length=3000)
    created_at = models.DateTimeField(default=timezone.now)
    stands = models.BooleanField(_("the decision is upheld"), null=True)
    answer = models.TextField(_("answer"), blank=True, max_length=3000)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    reviewed_at = models.DateTimeField(null=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(report=None), name="one_complaint_of_the_person_concerned"
            )
        ]

    def __str__(self):
        """Contain no personal data: the audit log stores this label permanently."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.reviewed_at is None

    @property
    def addressee(self):
        return self.report.addressee if self.report else self.decision.person
