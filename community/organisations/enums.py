from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalStatus(models.TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    ACCEPTED = "accepted", pgettext_lazy("a proposal", "Accepted")
    REFUSED = "refused", pgettext_lazy("a proposal", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a proposal", "Withdrawn")

    @property
    def tone(self) -> str:
        """The modifier of `components/status_pill.html`."""
        tones = {"pending": "submitted", "accepted": "published", "refused": "declined", "withdrawn": "draft"}
        return tones[self.value]
