from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account may do: the value is the name of its group; administrators are superusers."""

    MEMBER = "Members", _("Member")
    PARTNER = "Partners", _("Partner")
    EDITOR = "Editors", _("Editor")
    COORDINATOR = "Coordinators", _("Coordinator")


def role_label(group: str):
    """What people call the role behind a group's name; groups of an administrator's own making keep theirs."""
    if group == "Administrators":
        return _("Administrator")
    return Role(group).label if group in Role.values else group
