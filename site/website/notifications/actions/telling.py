"""What is written when somebody is told something."""

from django.db import transaction
from django.utils import timezone

from website.notifications import notices
from website.notifications.models import Notification, Stranger, Telling
from website.notifications.querysets import forget_news, news_of
from website.notifications.tasks import send_notification

BATCH = 500
# For more, a request could not wait for the mail server: their mails leave with the next run of the command.
MAILED_AT_ONCE = 20


def notify(recipients, kind: str, target=None, *, at_once: bool = True, **data) -> list[Notification]:
    """Write a row for each recipient in the caller's transaction; it is mailed once it has committed, or in a digest.

    Recipients are accounts, a `Stranger` who has none, or a `Telling` that says more of either; whoever is among them
    twice is told once. `data` must be JSON; texts in it that depend on the reader's language belong in the templates
    or the kind's `Notice` instead. `at_once=False` leaves the mailing to `manage.py send_notifications`: for more than
    `MAILED_AT_ONCE`.
    An address in `data` as `reply_to` is where an answer to the mail goes.
    """
    rows = [
        Notification(**_addressed(telling), kind=kind, target=target, data=data) for telling in _once_each(recipients)
    ]
    Notification.objects.bulk_create(rows, batch_size=BATCH)
    if at_once and rows:
        transaction.on_commit(lambda: _enqueue(kind, [row.pk for row in rows]))
    return rows


def _once_each(recipients) -> list[Telling]:
    """What is addressed to somebody goes before what they follow."""
    found = {}
    for person in recipients:
        telling = person if isinstance(person, Telling) else Telling(person)
        known = found.get(telling.person)
        if known is None or (telling.is_direct and not known.is_direct):
            found[telling.person] = telling
    return list(found.values())


def _addressed(telling: Telling) -> dict:
    said = {name: getattr(telling, name) for name in ("because", "because_of", "is_direct", "pace")}
    person = telling.person
    if isinstance(person, Stranger):
        return {**said, "address": person.email, "language": person.language, "name": person.name}
    return {**said, "recipient": person}


def _enqueue(kind: str, pks: list[int]) -> None:
    """Whoever wants it later is not woken for it."""
    if not notices.of(kind).is_letter:
        pks = Notification.objects.filter(pk__in=pks).due_at_once().order_by("pk").values_list("pk", flat=True)
    for pk in pks:
        send_notification.enqueue(pk)


def take_back(row: Notification) -> bool:
    """What has not left and is in nobody's hands never leaves. True where that was so."""
    return bool(Notification.objects.filter(pk=row.pk).unsent().delete()[0])


def mark_read(rows) -> int:
    """`rows` is a queryset; how many of them were unread."""
    return rows.unread().update(read_at=timezone.now())


def know(user, rows) -> None:
    """Whoever reads a thing where it stands, one of `rows`, need not be told of it as of news."""
    if news_of(user)["unread"] and mark_read(Notification.objects.told_to(user).about(rows)):
        forget_news(user)
