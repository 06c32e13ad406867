from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.joining.enums import InvitationState, JoinKind, RequestStatus
from community.joining.querysets import InvitationQuerySet, JoinRequestQuerySet
from website.notifications.models import ExternalRecipient, Notification
from website.topics.models import Organisation, Territory
from website.units.enums import Period, Unit
from website.units.quantities import with_unit

INVITATION_LIFETIME = timedelta(days=14)
_SIGNER = Signer(sep=".", salt="joining.invitation")


class Applicant(models.Model):
    """Details of a person who has no account yet."""

    email = models.EmailField(_("email address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    kind = models.CharField(_("joins as"), max_length=10, choices=JoinKind, default=JoinKind.MEMBER)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("territory")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    word = models.TextField(_("message"), blank=True, max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def as_recipient(self) -> ExternalRecipient:
        return ExternalRecipient(self.email, self.language, self.first_name)


class JoinRequest(Applicant):
    """A visitor's request to join. A coordinator decides, with a message (`word`)."""

    organisation_name = models.CharField(_("organisation"), max_length=200)
    why = models.TextField(_("reason"), blank=True, max_length=2000)
    by_product = models.CharField(_("by-products to offer"), max_length=300, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    period = models.CharField(_("period"), max_length=10, choices=Period, default=Period.YEAR)
    place = models.CharField(_("location"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=RequestStatus, default=RequestStatus.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership request")
        verbose_name_plural = _("membership requests")
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(status=RequestStatus.PENDING), name="one_pending_request_each"
            )
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="joining_request_queue")]

    def __str__(self):
        """A number: the audit log keeps it after the person is gone."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_pending(self) -> bool:
        return self.status == RequestStatus.PENDING

    @property
    def pill(self) -> str:
        return RequestStatus(self.status).pill

    @property
    def amount(self) -> str:
        """The quantity such as “1 250 t per year”; empty if there is none."""
        if self.quantity is None:
            return ""
        amount = with_unit(self.quantity, self.get_unit_display())
        return f"{amount} {Period.YEAR.label}" if self.period == Period.YEAR else amount


class Invitation(Applicant):
    """A link to create one account, once, before `expires_at`. `mail` is the last mail with the link."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request = models.ForeignKey(JoinRequest, models.SET_NULL, null=True, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    mail = models.ForeignKey(Notification, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("expires on"))
    used_at = models.DateTimeField(_("accepted on"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_each",
            )
        ]

    def __str__(self):
        """A number: the audit log keeps it after the person is gone."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def token(self) -> str:
        """The signed uuid, used in the link and not stored."""
        return _SIGNER.sign(self.uuid.hex)

    @staticmethod
    def uuid_from_token(token: str) -> UUID | None:
        """Return the uuid in a token; None if the signature is invalid."""
        try:
            return UUID(_SIGNER.unsign(token))
        except (BadSignature, ValueError):
            return None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def standing(self) -> InvitationState:
        """The state of an invitation fetched by `with_state`."""
        return InvitationState(self.state)

    @property
    def can_be_renewed(self) -> bool:
        return self.standing in (InvitationState.EXPIRED, InvitationState.BOUNCED, InvitationState.SENT)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None
