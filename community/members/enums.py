from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who sees a member in the directory."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members only")
    NOBODY = "nobody", _("Nobody")


class QuestionsPerMonth(models.IntegerChoices):
    """How many questions a month a member agrees to be asked."""

    NONE = 0, _("I would rather not be asked")
    ONE = 1, _("At most one question a month")
    TWO = 2, _("At most two questions a month")
    FOUR = 4, _("At most four questions a month")
    EIGHT = 8, _("At most eight questions a month")


class DirectoryScope(models.TextChoices):
    """What the directory lists."""

    ORGANISATIONS = "organisations", _("Organisations")
    PEOPLE = "people", _("People")


class DirectoryLayout(models.TextChoices):
    """How the directory is displayed."""

    LIST = "list", _("List")
    MAP = "map", _("Map")
