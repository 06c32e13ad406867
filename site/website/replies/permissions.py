"""Whose mail it is. What a person may answer is each handler's `can_reply`."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model


def is_from(sender: str, user) -> bool:
    """Whether the sender's address is one that the person has shown to be theirs."""
    return bool(sender) and EmailAddress.objects.filter(user=user, email__iexact=sender, verified=True).exists()


def owner_of(sender: str):
    """Whose address that is; nobody where nobody has shown it, or where the account is closed."""
    if not sender:
        return None
    addresses = EmailAddress.objects.filter(email__iexact=sender, verified=True)
    return get_user_model().objects.filter(pk__in=addresses.values("user"), is_active=True).first()
