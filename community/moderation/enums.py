from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportReason(models.TextChoices):
    """The reason given in a report."""

    ILLEGAL = "illegal", _("It is against the law")
    PERSONAL_DATA = "personal-data", _("It tells personal data of somebody")
    INSULTING = "insulting", _("It insults or threatens somebody")
    ADVERTISING = "advertising", _("It is advertising")
    OFF_TOPIC = "off-topic", _("It does not belong here")
    COPYRIGHT = "copyright", _("It is somebody else’s work")
    OTHER = "other", _("Something else")

    @property
    def needs_words(self) -> bool:
        """Whether an explanation is required (Digital Services Act, article 16(2)(a))."""
        return self not in (ReportReason.ADVERTISING, ReportReason.OFF_TOPIC)


class DecisionGround(models.TextChoices):
    """The legal or contractual ground of a decision."""

    ILLEGAL = "illegal", _("The law: illegal content")
    PERSONAL_DATA = "personal-data", _("The law: personal data")
    COPYRIGHT = "copyright", _("The law: copyright")
    RESPECT = "respect", _("The terms of use: respect for others")
    ADVERTISING = "advertising", _("The terms of use: no advertising")
    ON_TOPIC = "on-topic", _("The terms of use: each thing in its place")
    TERMS = "terms", _("The terms of use: another clause")

    @property
    def is_law(self) -> bool:
        return self in (DecisionGround.ILLEGAL, DecisionGround.PERSONAL_DATA, DecisionGround.COPYRIGHT)


class DecisionAction(models.TextChoices):
    """The action that a moderator takes."""

    DISMISS = "dismiss", pgettext_lazy("a moderator", "Leave it as it is")
    APPROVE = "approve", pgettext_lazy("a moderator", "Let others read it")
    REFUSE = "refuse", pgettext_lazy("a moderator", "Refuse it: nobody else reads it")
    HIDE = "hide", pgettext_lazy("a moderator", "Hide it")
    SHOW = "show", pgettext_lazy("a moderator", "Show it again")
    EDIT = "edit", pgettext_lazy("a moderator", "Change the text, with a notice below it")
    WARN = "warn", pgettext_lazy("a moderator", "Warn its author")
    SUSPEND = "suspend", pgettext_lazy("a moderator", "Suspend its author for a time")
    LIFT = "lift", pgettext_lazy("a moderator", "Lift the suspension")

    @property
    def restricts(self) -> bool:
        """Whether it restricts somebody, who gets a statement of reasons and may contest it."""
        return self in (
            DecisionAction.REFUSE,
            DecisionAction.HIDE,
            DecisionAction.EDIT,
            DecisionAction.WARN,
            DecisionAction.SUSPEND,
        )

    @property
    def done(self):
        """The label of a decision that was taken."""
        return {
            "dismiss": _("Left as it was"),
            "approve": _("Published"),
            "refuse": _("Refused"),
            "hide": _("Hidden"),
            "show": _("Shown again"),
            "edit": _("Changed by a moderator"),
            "warn": _("Warning"),
            "suspend": _("Suspension"),
            "lift": _("Suspension lifted"),
        }[self.value]

    @property
    def pill(self) -> str:
        """The `status` of components/status_pill.html."""
        return "declined" if self.restricts else "published"


class ModerationState(models.TextChoices):
    """The state of a thing, independent of the app that it belongs to."""

    SHOWN = "shown", pgettext_lazy("a thing", "Shown")
    WAITING = "waiting", pgettext_lazy("a thing", "Waits to be read")
    HIDDEN = "hidden", pgettext_lazy("a thing", "Hidden")
    GONE = "gone", pgettext_lazy("a thing", "Taken back by its author")
