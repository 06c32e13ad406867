from website.accounts.models import User
from website.privacy.enums import ExportStatus


def can_fetch_export(user, export) -> bool:
    """Nobody but the person it is about; the twin of `DataExportQuerySet.of`."""
    return user.is_authenticated and export.user_id == user.pk and export.status == ExportStatus.READY


def can_erase_account(user) -> bool:
    """Their own, unless nobody would be left to run the site."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_authenticated and (not user.is_superuser or others.exists())
