"""The list of a person's notifications. It is not registered, so it has no feed."""

from django.utils.translation import gettext_lazy as _

from website.core.listings import Listing
from website.notifications.filters import NotificationFilterSet
from website.notifications.models import Notification

NOTIFICATIONS = Listing(
    name="notifications",
    title=_("Notifications"),
    items=lambda reader: Notification.objects.for_user(reader.user).order_by("-created_at", "-pk"),
    filterset=NotificationFilterSet,
    columns=(),
    item_template="notifications/item.html",
    empty_text=_("Messages for you, and updates on what you follow, will appear here."),
    updated=lambda item: item.created_at,
    formats=(),
    is_public=False,
)
