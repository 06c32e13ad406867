from django.utils.translation import gettext_lazy as _

from website.core.personal_data import YEAR, Holding, register, rows
from website.notifications.models import Notification

register(
    Holding(
        name="notifications",
        what=_("What the site has told you, and whether the mail has left."),
        why=_("So that each mail leaves once, and that you can see why you got it."),
        kept_for=_("One year."),
        on_erasure=_("Erased."),
        models=("notifications.Notification",),
        records=lambda user: rows(Notification.objects.of(user), "kind", "data", "created_at", "read_at", "sent_at"),
        erase=lambda user, _wants_removal: Notification.objects.of(user).delete(),
        forget=lambda now: Notification.objects.filter(created_at__lt=now - YEAR).delete()[0],
    )
)
