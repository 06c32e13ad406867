from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportStatus(models.TextChoices):
    WAITING = "waiting", _("In progress")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
