from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BoardAudience(models.TextChoices):
    """Who may read a board."""

    PUBLIC = "public", pgettext_lazy("who reads a board", "Everyone")
    MEMBERS = "members", pgettext_lazy("who reads a board", "Members of the network")
    GROUP = "group", pgettext_lazy("who reads a board", "Members of this group")


class TopicKind(models.TextChoices):
    QUESTION = "question", _("Question")
    CALL = "call", _("Call for experience")
    ANNOUNCEMENT = "announcement", _("Announcement")
    TALK = "talk", _("Discussion")

    @property
    def tone(self) -> str:
        """The colour of the badge."""
        return {"question": "copper", "call": "river", "announcement": "moss", "talk": "slag"}[self.value]


class State(models.TextChoices):
    """The state of a topic or a post. Only what is shown is counted, listed, searched and notified about."""

    SHOWN = "shown", pgettext_lazy("a post", "Shown")
    WAITING = "waiting", pgettext_lazy("a post", "Waiting for a moderator")
    HIDDEN = "hidden", pgettext_lazy("a post", "Hidden by a moderator")
    DELETED = "deleted", pgettext_lazy("a post", "Deleted by its author")
