from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.moderation.enums import DecisionAction, DecisionGround
from community.moderation.models.cases import Case
from community.moderation.querysets import DecisionQuerySet, SuspensionQuerySet

# Digital Services Act, article 20(1): at least six months.
CONTESTABLE_FOR = timedelta(days=184)


class Decision(models.Model):
    """A moderator's decision on a thing and the reasons for it. `statements.statement` renders it as text.

    `is_notified`: the thing had been reported. `hides`: a warning or a suspension also hid the thing. `text_before` and
    `text_after` are set when a moderator changed the text. `ended_at` is when the decision ceases to apply, which for a
    suspension is set from the start.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    verb = models.CharField(_("decision"), max_length=10, choices=DecisionAction)
    ground = models.CharField(_("grounds"), max_length=15, choices=DecisionGround, blank=True)
    clause = models.CharField(_("law or clause"), max_length=200, blank=True)
    words = models.TextField(_("reasons"), blank=True, max_length=3000)
    is_notified = models.BooleanField(default=False)
    hides = models.BooleanField(default=False)
    text_before = models.TextField(blank=True)
    text_after = models.TextField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person concerned")
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["person", "-decided_at"], name="moderation_of_a_person")]

    def __str__(self):
        """Contain no personal data: the audit log stores this label permanently."""
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("decision", args=[self.pk])

    @property
    def act(self) -> DecisionAction:
        return DecisionAction(self.verb)

    @property
    def hides_thing(self) -> bool:
        return self.hides or self.act in (DecisionAction.HIDE, DecisionAction.REFUSE)

    @cached_property
    def suspended(self) -> "Suspension | None":
        return Suspension.objects.filter(decision=self).first()

    @property
    def contestable_until(self):
        return self.decided_at + CONTESTABLE_FOR

    @property
    def is_contestable(self) -> bool:
        return timezone.now() < self.contestable_until


class Suspension(models.Model):
    """A ban on writing until `ends_at`, at one `place` such as a board or, without one, everywhere.

    Without `may_read` the user also loses the reading rights of members there.
    """

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="suspension")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suspensions")
    place_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    place_id = models.PositiveBigIntegerField(null=True)
    place = GenericForeignKey("place_type", "place_id")
    may_read = models.BooleanField(default=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    lifted_at = models.DateTimeField(null=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [models.Index(fields=["user", "ends_at"], name="moderation_suspended")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_everywhere(self) -> bool:
        return self.place_id is None

    def is_for_one(self, model) -> bool:
        """Return whether it applies to a single place that is a row of `model`."""
        return not self.is_everywhere and self.place_type_id == ContentType.objects.get_for_model(model).pk

    def holds_at(self, place) -> bool:
        """Return whether it applies to `place`. Without a place, only a suspension from everything applies."""
        if self.is_everywhere:
            return True
        return place is not None and self.is_for_one(type(place)) and self.place_id == place.pk
