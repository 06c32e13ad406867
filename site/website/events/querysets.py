from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet

CALENDAR_PAST = timedelta(days=90)
CALENDAR_FUTURE = timedelta(days=730)
CANCELLED_STAYS = timedelta(days=90)


class EventPageQuerySet(TopicalPageQuerySet):
    def for_page(self):
        return super().for_page().select_related("organiser").prefetch_related("themes", "territories")

    def upcoming(self):
        """Not over yet, the next one first."""
        return self.filter(dtend__gte=timezone.now()).order_by("dtstart", "pk")

    def past(self):
        """Over, the newest first."""
        return self.filter(dtend__lt=timezone.now()).order_by("-dtstart", "-pk")

    def overlapping(self, begin, end):
        """Those that take place, if only in part, from `begin` to before `end` (aware datetimes)."""
        return self.filter(dtstart__lt=end, dtend__gt=begin)

    def on_days(self, first: date | None, last: date | None):
        """Those that take place, by the calendar of their own place, on one of these days, both included."""
        found = self
        if first:
            found = found.filter(last_day__gte=first)
        if last:
            found = found.filter(start_date__lte=last)
        return found

    def in_calendar(self):
        """What a subscribed calendar holds: its moving window, cancelled events for a while.

        The window moves at midnight UTC and not at each request, so that a day's calendar stays the same bytes.
        """
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        kept = Q(calendar_entry__cancelled_at=None) | Q(calendar_entry__cancelled_at__gte=today - CANCELLED_STAYS)
        window = self.overlapping(today - CALENDAR_PAST, today + CALENDAR_FUTURE)
        return window.filter(kept, calendar_entry__isnull=False).order_by("dtstart", "pk")

    def for_calendar(self):
        """With what a VEVENT says of each."""
        return self.select_related("locale").prefetch_related("themes")

    def vevents(self):
        """The stored VEVENT texts, without an object made of any."""
        bare = self.select_related(None).prefetch_related(None)
        return bare.values_list("calendar_entry__vevent", flat=True)

    def month_rows(self):
        """What a day of the month shows of each event, without an object made of any."""
        shown = ("title", "url_path", "status", "start_date", "start_time", "last_day", "time_zone")
        bare = self.select_related(None).prefetch_related(None).order_by("dtstart", "pk")
        return bare.values_list(*shown, "locale__language_code", named=True)


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
