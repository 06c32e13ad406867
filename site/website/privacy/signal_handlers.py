"""Erase personal data before an account is deleted, by whatever means."""

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from website.accounts.models import User
from website.core import personal_data


@receiver(pre_delete, sender=User, dispatch_uid="privacy_erase")
def erase_personal_data(sender, instance, **kwargs):
    for holding in personal_data.all_holdings():
        holding.erase(instance, getattr(instance, "wants_removal", False))
