def can_read(user, notification) -> bool:
    """Nobody but the account that was told; the twin of `NotificationQuerySet.told_to`."""
    return user.is_authenticated and user.is_active and notification.recipient_id == user.pk
