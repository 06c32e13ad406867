"""Lists for coordinators. They are not registered, so they have no feeds."""

from django.utils.translation import gettext_lazy as _

from community.joining.filters import InvitationFilterSet, JoinRequestFilterSet
from community.joining.models import Invitation, JoinRequest
from website.core.listings import Listing

JOIN_REQUESTS = Listing(
    name="join-requests",
    title=_("Membership requests"),
    items=lambda reader: JoinRequest.objects.visible_to(reader.user).with_card().in_queue_order(),
    filterset=JoinRequestFilterSet,
    columns=(),
    item_template="joining/request_card.html",
    empty_text=_("Membership requests appear here. You are also notified by email."),
    updated=lambda item: item.decided_at or item.created_at,
    formats=(),
    is_public=False,
)

INVITATIONS = Listing(
    name="invitations",
    title=_("Invitations"),
    items=lambda reader: Invitation.objects.visible_to(reader.user).with_card().newest(),
    filterset=InvitationFilterSet,
    columns=(),
    item_template="joining/invitation_card.html",
    empty_text=_("The people you invite appear here, with the status of their invitation."),
    updated=lambda item: item.created_at,
    formats=(),
    is_public=False,
)
