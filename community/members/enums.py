from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who sees a member in the directory."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members only")
    NOBODY = "nobody", _("Nobody")


class Who(models.TextChoices):
    """Whom the directory shows."""

    ORGANISATIONS = "organisations", _("Organisations")
    PEOPLE = "people", _("People")


class View(models.TextChoices):
    """How the directory shows them."""

    LIST = "list", _("List")
    MAP = "map", _("Map")
