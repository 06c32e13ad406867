"""Write notifications and mark them as read."""

from django.db import transaction
from django.utils import timezone

from website.notifications import notices
from website.notifications.models import ExternalRecipient, Notification, Recipient
from website.notifications.querysets import clear_unread_summary, unread_summary
from website.notifications.tasks import send_notification

BATCH_SIZE = 500
# Sending more mails would keep the request waiting; `manage.py send_notifications` sends them.
MAILED_AT_ONCE = 20


def notify(recipients, kind: str, target=None, *, at_once: bool = True, **data) -> list[Notification]:
    """Write a notification for each recipient in the caller's transaction; return the rows.

    Mails are sent after the commit or in a digest. `recipients` are accounts, `ExternalRecipient`s without an account,
    or `Recipient`s that wrap either; a person who is listed twice gets one notification.

    `data` must be serialisable as JSON. Texts that depend on the reader's language belong in the templates or in the
    `Notice` of the kind. `data["reply_to"]` becomes the Reply-To address. Pass `at_once=False` for more than
    `MAILED_AT_ONCE` recipients, which leaves the mails to `manage.py send_notifications`.
    """
    rows = [
        Notification(**_recipient_fields(recipient), kind=kind, target=target, data=data)
        for recipient in _unique(recipients)
    ]
    Notification.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    if at_once and rows:
        transaction.on_commit(lambda: _enqueue(kind, [row.pk for row in rows]))
    return rows


def _unique(recipients) -> list[Recipient]:
    """Merge recipients by person. A direct notification takes precedence over a followed one."""
    found = {}
    for person in recipients:
        recipient = person if isinstance(person, Recipient) else Recipient(person)
        other = found.get(recipient.person)
        if other is None or (recipient.is_direct and not other.is_direct):
            found[recipient.person] = recipient
    return list(found.values())


def _recipient_fields(recipient: Recipient) -> dict:
    fields = {name: getattr(recipient, name) for name in ("reason_kind", "reason_object", "is_direct", "pace")}
    person = recipient.person
    if isinstance(person, ExternalRecipient):
        return {**fields, "address": person.email, "language": person.language, "name": person.name}
    return {**fields, "recipient": person}


def _enqueue(kind: str, pks: list[int]) -> None:
    """Enqueue the mails that are due at once; others wait for a digest."""
    if not notices.notice_for(kind).is_letter:
        pks = Notification.objects.filter(pk__in=pks).due_at_once().order_by("pk").values_list("pk", flat=True)
    for pk in pks:
        send_notification.enqueue(pk)


def retract(row: Notification) -> bool:
    """Delete a notification whose mail was neither sent nor claimed; return whether it was deleted."""
    return bool(Notification.objects.filter(pk=row.pk).unsent().delete()[0])


def mark_read(rows) -> int:
    """Mark a queryset of notifications as read; return how many were unread."""
    return rows.unread().update(read_at=timezone.now())


def mark_seen(user, rows) -> None:
    """Mark the user's notifications about `rows` as read, because the user has seen the rows themselves."""
    if unread_summary(user)["unread"] and mark_read(Notification.objects.for_user(user).about(rows)):
        clear_unread_summary(user)
