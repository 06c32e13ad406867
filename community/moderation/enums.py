from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportReason(models.TextChoices):
    """The reason given in a report."""

    ILLEGAL = "illegal", _("It is illegal")
    PERSONAL_DATA = "personal-data", _("It contains personal data about someone")
    INSULTING = "insulting", _("It insults or threatens someone")
    ADVERTISING = "advertising", _("It is advertising")
    OFF_TOPIC = "off-topic", _("It is off topic")
    COPYRIGHT = "copyright", _("It is someone else’s work")
    OTHER = "other", _("Something else")

    @property
    def needs_words(self) -> bool:
        """Whether an explanation is required (Digital Services Act, article 16(2)(a))."""
        return self not in (ReportReason.ADVERTISING, ReportReason.OFF_TOPIC)


class DecisionGround(models.TextChoices):
    """The legal or contractual ground of a decision."""

    ILLEGAL = "illegal", _("Law: illegal content")
    PERSONAL_DATA = "personal-data", _("Law: personal data")
    COPYRIGHT = "copyright", _("Law: copyright")
    RESPECT = "respect", _("Terms of use: respect for others")
    ADVERTISING = "advertising", _("Terms of use: no advertising")
    ON_TOPIC = "on-topic", _("Terms of use: off topic")
    TERMS = "terms", _("Terms of use: another clause")

    @property
    def is_law(self) -> bool:
        return self in (DecisionGround.ILLEGAL, DecisionGround.PERSONAL_DATA, DecisionGround.COPYRIGHT)


class DecisionAction(models.TextChoices):
    """The action that a moderator takes."""

    DISMISS = "dismiss", pgettext_lazy("a moderator", "Leave it as it is")
    APPROVE = "approve", pgettext_lazy("a moderator", "Publish it")
    REFUSE = "refuse", pgettext_lazy("a moderator", "Refuse it: nobody else can read it")
    HIDE = "hide", pgettext_lazy("a moderator", "Hide it")
    SHOW = "show", pgettext_lazy("a moderator", "Show it again")
    EDIT = "edit", pgettext_lazy("a moderator", "Change the text, with a notice below it")
    WARN = "warn", pgettext_lazy("a moderator", "Warn the author")
    SUSPEND = "suspend", pgettext_lazy("a moderator", "Suspend the author")
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
            "dismiss": _("No action"),
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
    WAITING = "waiting", pgettext_lazy("a thing", "Waiting for review")
    HIDDEN = "hidden", pgettext_lazy("a thing", "Hidden")
    GONE = "gone", pgettext_lazy("a thing", "Deleted by its author")
