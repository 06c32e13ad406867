from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextKind(models.TextChoices):
    """The kind of text created from a topic."""

    SHEET = "sheet", _("Experience sheet")
    TOOL = "tool", _("Tool")
    ANSWER = "answer", _("FAQ answer")


class Consent(models.TextChoices):
    """An author's answer to the request to use their posts."""

    ASKED = "asked", pgettext_lazy("an agreement", "Not answered yet")
    NAMED = "named", pgettext_lazy("an agreement", "Yes, with the name")
    UNNAMED = "unnamed", pgettext_lazy("an agreement", "Yes, without the name")
    DECLINED = "declined", pgettext_lazy("an agreement", "No, leave it out")

    @property
    def tone(self) -> str:
        """The `status` of components/status_pill.html."""
        tones = {"asked": "submitted", "named": "published", "unnamed": "published", "declined": "declined"}
        return tones[self.value]
