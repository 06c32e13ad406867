"""Digests: what waits for a person, gathered into one mail at seven o'clock of their day.

People are taken in batches: each takes a fixed number of statements, and two more for each mail that leaves.
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
PEOPLE, LINES = 50, 100


def write_digests(now: datetime) -> Iterator[list[int]]:
    """Gather what waits, for everybody whose hour has come: the pks of their digests, a batch at a time.

    What its person wants on the site only is settled too. Two workers at once write each digest once.
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
    has_theirs = Exists(Digest.objects.filter(recipient=OuterRef("pk"), period=day.date()))
    people = User.objects.filter(has_something, ~has_theirs, is_active=True, time_zone=zone).order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:PEOPLE]):
        last = batch[-1]
        yield _write(batch, day, due)


@transaction.atomic
def _write(people: list[int], day: datetime, due) -> list[int]:
    wanted = [Digest(recipient_id=pk, period=day.date()) for pk in people]
    Digest.objects.bulk_create(wanted, ignore_conflicts=True)
    # Held until this ends: nobody sends one of them before all that belongs in it is there. What is claimed already
    # has been sent, or is about to be, without it.
    rows = Digest.objects.unsent().filter(recipient__in=people, period=day.date(), claimed_at=None)
    found = list(rows.select_for_update().values_list("pk", flat=True))
    own = Digest.objects.filter(pk__in=found, recipient=OuterRef("recipient"))
    due.filter(recipient__in=people).update(digest=Subquery(own.values("pk")[:1]))
    return found


def send_digests(pks: list[int]) -> int:
    """Mail these digests, each once, with what may be told at this moment; how many have left.

    One with nothing left in it does not leave.
    """
    digests = list(Digest.objects.unsent().filter(pk__in=pks).select_related("recipient").order_by("pk"))
    try:
        told, is_longer = _rows_of(digests)
    except Exception:  # a room's own: the others' digests do not wait for it
        logger.exception("Digests %s could not be made and stay in the outbox.", pks)
        return 0
    stops = SuppressedAddress.objects.among(digest.recipient.email for digest in digests)
    reasons = dict(stops.values_list("address", "reason"))
    empty = [digest.pk for digest in digests if not told[digest.pk]]
    Digest.objects.unsent().filter(pk__in=empty).withhold()
    sent = 0
    for digest in digests:
        row, address = Digest.objects.filter(pk=digest.pk), digest.recipient.email
        if not told[digest.pk]:
            continue
        if address in reasons:
            mark_bounced(row.unsent(), reasons[address])
        elif row.claim():
            sent += deliver(
                row, address, lambda digest=digest: mails.digest_mail(digest, told[digest.pk], digest.pk in is_longer)
            )
    return sent


def _rows_of(digests: list[Digest]) -> tuple[dict[int, list[Notification]], set[int]]:
    """What each may tell now, and the digests of which some is left out; what may not be told any more is settled."""
    place = Window(RowNumber(), "digest", [F("is_direct").desc(), F("created_at").desc(), F("pk").desc()])
    rows = Notification.objects.filter(digest__in=digests, withheld_at=None).with_pace().annotate(place=place)
    people = {digest.pk: digest.recipient for digest in digests}
    told, is_longer, found = defaultdict(list), set(), []
    for row in rows.exclude(effective_pace=Pace.NEVER).filter(place__lte=LINES + 1):
        if row.place > LINES:
            is_longer.add(row.digest_id)
            continue
        row.recipient = people[row.digest_id]
        found.append(row)
    prefetch_for_lines(found)
    still = still_relevant(found)
    Notification.objects.filter(pk__in=[row.pk for row in found if row.pk not in still]).withhold()
    for row in found:
        if row.pk in still:
            told[row.digest_id].append(row)
    return told, is_longer
