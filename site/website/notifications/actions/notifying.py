"""What is written when somebody is told something."""

from django.db import transaction
from django.utils import timezone

from website.notifications import notices
from website.notifications.models import ExternalRecipient, Notification, Recipient
from website.notifications.querysets import clear_unread_summary, unread_summary
from website.notifications.tasks import send_notification

BATCH = 500
# For more, a request could not wait for the mail server: their mails leave with the next run of the command.
MAILED_AT_ONCE = 20


def notify(recipients, kind: str, target=None, *, at_once: bool = True, **data) -> list[Notification]:
    """Write a row for each recipient in the caller's transaction; it is mailed once it has committed, or in a digest.

    Recipients are accounts, a `ExternalRecipient` who has none, or a `Recipient` that says more of either; whoever is among them
    twice is told once. `data` must be JSON; texts in it that depend on the reader's language belong in the templates
    or the kind's `Notice` instead. `at_once=False` leaves the mailing to `manage.py send_notifications`: for more than
    `MAILED_AT_ONCE`.
    An address in `data` as `reply_to` is where an answer to the mail goes.
    """
    rows = [
        Notification(**_addressed(recipient), kind=kind, target=target, data=data)
        for recipient in _once_each(recipients)
    ]
    Notification.objects.bulk_create(rows, batch_size=BATCH)
    if at_once and rows:
        transaction.on_commit(lambda: _enqueue(kind, [row.pk for row in rows]))
    return rows


def _once_each(recipients) -> list[Recipient]:
    """What is addressed to somebody goes before what they follow."""
    found = {}
    for person in recipients:
        recipient = person if isinstance(person, Recipient) else Recipient(person)
        known = found.get(recipient.person)
        if known is None or (recipient.is_direct and not known.is_direct):
            found[recipient.person] = recipient
    return list(found.values())


def _addressed(recipient: Recipient) -> dict:
    said = {name: getattr(recipient, name) for name in ("reason_kind", "reason_object", "is_direct", "pace")}
    person = recipient.person
    if isinstance(person, ExternalRecipient):
        return {**said, "address": person.email, "language": person.language, "name": person.name}
    return {**said, "recipient": person}


def _enqueue(kind: str, pks: list[int]) -> None:
    """Whoever wants it later is not woken for it."""
    if not notices.notice_for(kind).is_letter:
        pks = Notification.objects.filter(pk__in=pks).due_at_once().order_by("pk").values_list("pk", flat=True)
    for pk in pks:
        send_notification.enqueue(pk)


def retract(row: Notification) -> bool:
    """What has not left and is in nobody's hands never leaves. True where that was so."""
    return bool(Notification.objects.filter(pk=row.pk).unsent().delete()[0])


def mark_read(rows) -> int:
    """`rows` is a queryset; how many of them were unread."""
    return rows.unread().update(read_at=timezone.now())


def mark_seen(user, rows) -> None:
    """Whoever reads a thing where it stands, one of `rows`, need not be told of it as of news."""
    if unread_summary(user)["unread"] and mark_read(Notification.objects.for_user(user).about(rows)):
        clear_unread_summary(user)
