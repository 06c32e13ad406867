"""Load the demo's requests to join and invitations, in every state."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from community.joining.actions.lists import invite_list
from community.joining.actions.requests import accept_request, ask_to_join, refuse_request
from community.joining.fields import AddressListField
from community.joining.models import Invitation, JoinRequest
from website.demo.content import load_content
from website.notifications.actions import mark_bounced
from website.notifications.models import Notification

COPIED_FIELDS = ("first_name", "last_name", "organisation_name", "language", "why")
OFFER = ("by_product", "unit", "place")


def load_joining(context) -> None:
    places = {"": None, **context.territories}
    for row in load_content("joining.toml", "request"):
        _request(row, places[row["territory"]], context.coordinator)
    for row in load_content("joining.toml", "invitation"):
        _invite(row, places[row["territory"]], context.coordinator)


def _request(row: dict, territory, coordinator) -> None:
    offer = {name: row.get(name, "") for name in OFFER}
    quantity = Decimal(row["quantity"]) if "quantity" in row else None
    asked_at = timezone.now() - timedelta(days=row["days"])
    fields = {**{name: row[name] for name in COPIED_FIELDS}, **offer, "quantity": quantity, "created_at": asked_at}
    ask_to_join(row["email"], territory=territory, **fields)
    if "decision" in row:
        request = JoinRequest.objects.pending().of(row["email"]).get()
        if row["decision"] == "accept":
            accept_request(request, coordinator, kind=request.kind, word=row["word"])
        else:
            refuse_request(request, coordinator, word=row["word"])


def _invite(row: dict, territory, coordinator) -> None:
    entries = AddressListField().clean(row["addresses"])
    fields = {name: row[name] for name in ("kind", "language", "word")}
    invite_list(entries, coordinator=coordinator, territory=territory, **fields)
    mails = Invitation.objects.filter(email__in=row.get("bounced", ())).values("mail")
    mark_bounced(Notification.objects.filter(pk__in=mails), "550 5.1.1 No such user here")
    Invitation.objects.filter(email__in=row.get("expired", ())).update(expires_at=timezone.now() - timedelta(days=3))
