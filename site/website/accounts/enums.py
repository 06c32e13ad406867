from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account may do: the value is the name of its group; administrators are superusers."""

    MEMBER = "Members", _("Member")
    PARTNER = "Partners", _("Partner")
    EDITOR = "Editors", _("Editor")
    COORDINATOR = "Coordinators", _("Coordinator")
