from website.accounts.models import User
from website.privacy.enums import ExportStatus


def can_fetch_export(user, export) -> bool:
    """Only the owner, once the export is ready; mirrors `DataExportQuerySet.of`."""
    return user.is_authenticated and export.user_id == user.pk and export.status == ExportStatus.READY


def can_erase_account(user) -> bool:
    """Everybody may erase their account, except the last administrator."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_authenticated and (not user.is_superuser or others.exists())
