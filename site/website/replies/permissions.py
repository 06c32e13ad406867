"""Who sent a mail. Whether they may reply is decided by `can_reply` of the handler."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model


def is_from(sender: str, user) -> bool:
    """Return whether the sender is a verified address of the user."""
    return bool(sender) and EmailAddress.objects.filter(user=user, email__iexact=sender, verified=True).exists()


def owner_of(sender: str):
    """Return the active user with this verified address, or None."""
    if not sender:
        return None
    addresses = EmailAddress.objects.filter(email__iexact=sender, verified=True)
    return get_user_model().objects.filter(pk__in=addresses.values("user"), is_active=True).first()
