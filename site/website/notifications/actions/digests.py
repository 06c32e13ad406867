"""Digests: the pending notifications of one person, sent as one mail at seven o'clock in their time zone.

People are processed in batches. A batch takes a fixed number of statements, and two more for each mail sent.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from website.accounts.models import User
from website.notifications import mails
from website.notifications.actions.outbox import deliver, mark_bounced
from website.notifications.enums import Pace
from website.notifications.lines import prefetch_for_lines, still_relevant
from website.notifications.models import Digest, Notification, SuppressedAddress

logger = logging.getLogger(__name__)
HOUR = 7
BATCH_SIZE, MAX_LINES = 50, 100


def write_digests(now: datetime) -> Iterator[list[int]]:
    """Create the digests of everybody for whom seven o'clock has passed; yield their primary keys in batches.

    Also withholds notifications whose recipient wants no mail. Safe to run concurrently: each digest is written once.
    """
    Notification.objects.unsent().at(Pace.NEVER).withhold()
    zones = User.objects.filter(is_active=True).order_by("time_zone").values_list("time_zone", flat=True).distinct()
    for zone in zones:
        local = now.astimezone(ZoneInfo(zone))
        day = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        if day <= local:
            yield from _write_for(zone, day)


def _write_for(zone: str, day: datetime) -> Iterator[list[int]]:
    due = Notification.objects.due_in_digests(day, day - timedelta(days=day.weekday()))
    has_something = Exists(due.filter(recipient=OuterRef("pk")))
    has_digest = Exists(Digest.objects.filter(recipient=OuterRef("pk"), period=day.date()))
    people = User.objects.filter(has_something, ~has_digest, is_active=True, time_zone=zone).order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH_SIZE]):
        last = batch[-1]
        yield _write(batch, day, due)


@transaction.atomic
def _write(people: list[int], day: datetime, due) -> list[int]:
    digests = [Digest(recipient_id=pk, period=day.date()) for pk in people]
    Digest.objects.bulk_create(digests, ignore_conflicts=True)
    # The lock keeps workers from sending a digest before its notifications are assigned. A claimed digest is left
    # out: it is being sent without them.
    rows = Digest.objects.unsent().filter(recipient__in=people, period=day.date(), claimed_at=None)
    found = list(rows.select_for_update().values_list("pk", flat=True))
    own = Digest.objects.filter(pk__in=found, recipient=OuterRef("recipient"))
    due.filter(recipient__in=people).update(digest=Subquery(own.values("pk")[:1]))
    return found


def send_digests(pks: list[int]) -> int:
    """Send these digests, each once, with the notifications that are still relevant; return the number sent.

    Empty digests are withheld.
    """
    digests = list(Digest.objects.unsent().filter(pk__in=pks).select_related("recipient").order_by("pk"))
    try:
        rows_by_digest, truncated = _rows_of(digests)
    except Exception:  # raised by the code of an app: other batches must still be sent
        logger.exception("Digests %s could not be made and stay in the outbox.", pks)
        return 0
    suppressed = SuppressedAddress.objects.among(digest.recipient.email for digest in digests)
    reasons = dict(suppressed.values_list("address", "reason"))
    empty = [digest.pk for digest in digests if not rows_by_digest[digest.pk]]
    Digest.objects.unsent().filter(pk__in=empty).withhold()
    sent = 0
    for digest in digests:
        row, address = Digest.objects.filter(pk=digest.pk), digest.recipient.email
        if not rows_by_digest[digest.pk]:
            continue
        if address in reasons:
            mark_bounced(row.unsent(), reasons[address])
        elif row.claim():
            sent += deliver(
                row,
                address,
                lambda digest=digest: mails.digest_mail(digest, rows_by_digest[digest.pk], digest.pk in truncated),
            )
    return sent


def _rows_of(digests: list[Digest]) -> tuple[dict[int, list[Notification]], set[int]]:
    """Return the relevant rows by digest, and the digests that have more than fit; withhold rows no longer relevant."""
    position = Window(RowNumber(), "digest", [F("is_direct").desc(), F("created_at").desc(), F("pk").desc()])
    rows = Notification.objects.filter(digest__in=digests, withheld_at=None).with_pace().annotate(position=position)
    people = {digest.pk: digest.recipient for digest in digests}
    rows_by_digest, truncated, found = defaultdict(list), set(), []
    for row in rows.exclude(effective_pace=Pace.NEVER).filter(position__lte=MAX_LINES + 1):
        if row.position > MAX_LINES:
            truncated.add(row.digest_id)
            continue
        row.recipient = people[row.digest_id]
        found.append(row)
    prefetch_for_lines(found)
    relevant = still_relevant(found)
    Notification.objects.filter(pk__in=[row.pk for row in found if row.pk not in relevant]).withhold()
    for row in found:
        if row.pk in relevant:
            rows_by_digest[row.digest_id].append(row)
    return rows_by_digest, truncated
