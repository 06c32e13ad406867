from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who sees a member in the directory."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members only")
    NOBODY = "nobody", _("Nobody")


class QuestionsPerMonth(models.IntegerChoices):
    """How many questions a month a member agrees to be asked."""

    NONE = 0, _("I do not want to be asked")
    ONE = 1, _("Up to one question a month")
    TWO = 2, _("Up to two questions a month")
    FOUR = 4, _("Up to four questions a month")
    EIGHT = 8, _("Up to eight questions a month")


class DirectoryScope(models.TextChoices):
    """What the directory lists."""

    ORGANISATIONS = "organisations", _("Organisations")
    PEOPLE = "people", _("People")


class DirectoryLayout(models.TextChoices):
    """How the directory is displayed."""

    LIST = "list", _("List")
    MAP = "map", _("Map")
