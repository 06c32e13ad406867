from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.moderation import registry
from community.moderation.enums import ReportReason
from community.moderation.querysets import CaseQuerySet, ReportQuerySet
from website.notifications.models import ExternalRecipient

_SIGNER = Signer(sep=".", salt="moderation.report")


class Case(models.Model):
    """The reports of one thing and the decisions on it.

    The case is open while `opened_at` is set. `is_waiting`: the thing must be approved before others can read it.
    `last_decision` is compared with what a moderator has seen, to detect simultaneous decisions.
    """

    thing_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    thing_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("thing_type", "thing_id")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    opened_at = models.DateTimeField(null=True)
    is_waiting = models.BooleanField(default=False)
    last_decision = models.ForeignKey("moderation.Decision", models.SET_NULL, null=True, related_name="+")
    last_decided_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [models.UniqueConstraint(fields=["thing_type", "thing_id"], name="one_case_per_thing")]
        indexes = [models.Index(fields=["opened_at"], name="moderation_queue")]

    def __str__(self):
        """Contain no personal data: the audit log stores this label permanently."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @cached_property
    def subject(self):
        return next(found for found in registry.all_subjects() if found.content_type.pk == self.thing_type_id)

    @cached_property
    def preview(self):
        return self.subject.preview(self.thing) if self.thing else None


class Report(models.Model):
    """A report of a thing by a member, by a visitor with `name` and `email`, or by an anonymous visitor.

    It is open until it has a `decision`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports")
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    reason = models.CharField(_("reason"), max_length=15, choices=ReportReason)
    words = models.TextField(_("details"), blank=True, max_length=3000)
    created_at = models.DateTimeField(default=timezone.now)
    decision = models.ForeignKey("moderation.Decision", models.CASCADE, null=True, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reporter"],
                condition=models.Q(decision=None, reporter__isnull=False),
                name="one_open_report_per_person_and_thing",
            ),
            models.UniqueConstraint(
                fields=["case", "email"],
                condition=models.Q(decision=None) & ~models.Q(email=""),
                name="one_open_report_per_address_and_thing",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def token(self) -> str:
        """The signed key in the links of mails to the reporter. It is not stored."""
        return _SIGNER.sign(str(self.pk))

    @staticmethod
    def pk_of(token: str) -> int | None:
        """Return the key in a token, or None if the signature is invalid."""
        try:
            return int(_SIGNER.unsign(token))
        except (BadSignature, ValueError):
            return None

    @property
    def addressee(self):
        """The recipient of mails about the report, or None if it is anonymous."""
        if self.reporter or not self.email:
            return self.reporter
        return ExternalRecipient(self.email, self.language, self.name)

    @property
    def who(self) -> str:
        """The reporter's name for moderators. Never show it to the author of the thing."""
        if self.reporter:
            return self.reporter.display_name
        return f"{self.name} ({self.email})" if self.email else ""
