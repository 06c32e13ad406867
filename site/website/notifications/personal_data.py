from datetime import datetime

from django.utils.translation import gettext_lazy as _

from website.core.personal_data import YEAR, Holding, register_holding, rows
from website.notifications.models import Digest, Notification, Preference, SuppressedAddress


def _erase_notifications(user, wants_removal: bool) -> None:
    Notification.objects.of(user).delete()
    Digest.objects.filter(recipient=user).delete()


def _forget_notifications(now: datetime) -> int:
    old = {"created_at__lt": now - YEAR}
    # Rows are deleted before their digest: a pending row without one would be put in a new digest.
    return Notification.objects.filter(**old).delete()[0] + Digest.objects.filter(**old, rows=None).delete()[0]


def _erase_mail(user, wants_removal: bool) -> None:
    Preference.objects.filter(user=user).delete()
    SuppressedAddress.objects.of(user).delete()


register_holding(
    Holding(
        name="notifications",
        what=_("What the site has told you, and whether the email was sent."),
        why=_("So that each email is only sent once, and you can see why you received it."),
        kept_for=_("One year."),
        on_erasure=_("Erased."),
        models=("notifications.Notification", "notifications.Digest"),
        records=lambda user: rows(
            Notification.objects.of(user),
            *("kind", "reason_kind", "data", "created_at", "read_at", "sent_at", "digest__sent_at", "bounce_reason"),
        ),
        erase=_erase_notifications,
        forget=_forget_notifications,
    )
)
register_holding(
    Holding(
        name="mail",
        what=_("How often you want emails, and whether emails to your address are delivered."),
        why=_("So that you get as many emails as you want, and we do not send any where they are not wanted."),
        kept_for=_("As long as you have an account; for an address without an account, one year."),
        on_erasure=_("Erased."),
        models=("notifications.Preference", "notifications.SuppressedAddress"),
        records=lambda user: [
            *rows(Preference.objects.filter(user=user), "direct", "followed"),
            *rows(SuppressedAddress.objects.of(user), "address", "why", "reason", "since"),
        ],
        erase=_erase_mail,
        forget=lambda now: SuppressedAddress.objects.without_account().filter(since__lt=now - YEAR).delete()[0],
    )
)
