from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The role of an account; the value is the name of its group. Administrators are superusers instead."""

    MEMBER = "Members", _("Member")
    PARTNER = "Partners", _("Partner")
    EDITOR = "Editors", _("Editor")
    COORDINATOR = "Coordinators", _("Coordinator")


def role_label(group: str):
    """Return the label of the role with this group name; other groups are labelled with their own name."""
    if group == "Administrators":
        return _("Administrator")
    return Role(group).label if group in Role.values else group
