from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet
from website.events.enums import EventStatus

CALENDAR_PAST = timedelta(days=90)
CALENDAR_FUTURE = timedelta(days=730)
CANCELLED_STAYS = timedelta(days=90)


class EventPageQuerySet(TopicalPageQuerySet):
    def upcoming(self):
        """Not over yet, the next one first."""
        return self.filter(dtend__gte=timezone.now()).order_by("dtstart", "pk")

    def overlapping(self, begin, end):
        """Those that take place, if only in part, from `begin` to before `end` (aware datetimes)."""
        return self.filter(dtstart__lt=end, dtend__gt=begin)

    def in_calendar(self):
        """What a subscribed calendar holds: its moving window, cancelled events for a while."""
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        kept = ~Q(status=EventStatus.CANCELLED) | Q(calendar_entry__cancelled_at__gte=today - CANCELLED_STAYS)
        return self.overlapping(today - CALENDAR_PAST, today + CALENDAR_FUTURE).filter(kept)


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
