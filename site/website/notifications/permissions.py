def can_read(user, notification) -> bool:
    """Only the recipient, if active; mirrors `NotificationQuerySet.for_user`."""
    return user.is_authenticated and user.is_active and notification.recipient_id == user.pk
