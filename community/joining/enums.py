from django.db import models
from django.utils.translation import gettext_lazy as _

from website.accounts.enums import Role
from website.units.enums import Unit


class JoinKind(models.TextChoices):
    """The role in which a person joins. For the differences see `actions.invitations`."""

    MEMBER = "member", Role.MEMBER.label
    PARTNER = "partner", Role.PARTNER.label

    @property
    def role(self) -> Role:
        return {JoinKind.MEMBER: Role.MEMBER, JoinKind.PARTNER: Role.PARTNER}[self]


class RequestStatus(models.TextChoices):
    PENDING = "pending", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")

    @property
    def pill(self) -> str:
        """The modifier of `components/status_pill.html`."""
        return {"pending": "submitted", "accepted": "published", "refused": "declined"}[self.value]


class InvitationState(models.TextChoices):
    """The state of an invitation, computed by `InvitationQuerySet.with_state`."""

    WAITING = "waiting", _("Email not sent yet")
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Not delivered")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def pill(self) -> str:
        tones = {"sent": "submitted", "bounced": "declined", "expired": "changes-requested", "accepted": "published"}
        return tones.get(self.value, "draft")


class InvitationOutcome(models.TextChoices):
    """The outcome of inviting one entry of a list."""

    INVITED = "invited", _("Invited")
    RENEWED = "renewed", _("Invited again (the earlier invitation had expired or was not delivered)")
    BOUNCED = "bounced", _("Invited, but the mail server refuses this address")
    HAS_ACCOUNT = "has-account", _("Already has an account")
    INVITED_ALREADY = "invited-already", _("Already invited")
    NOT_AN_ADDRESS = "not-an-address", _("Not an email address")

    @property
    def pill(self) -> str:
        if self in (InvitationOutcome.INVITED, InvitationOutcome.RENEWED):
            return "published"
        return "declined" if self in (InvitationOutcome.NOT_AN_ADDRESS, InvitationOutcome.BOUNCED) else "draft"


# Units of by-products on offer.
OFFERED_UNITS = (
    *(Unit.TONNE, Unit.KG, Unit.CUBIC_METRE, Unit.LITRE, Unit.MWH, Unit.KWH),
    *(Unit.PALLETS, Unit.UNITS, Unit.SQUARE_METRE, Unit.HOURS),
)
