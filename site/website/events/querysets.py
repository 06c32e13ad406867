from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet

CALENDAR_PAST = timedelta(days=90)
CALENDAR_FUTURE = timedelta(days=730)
CANCELLED_PAST = timedelta(days=90)


class EventPageQuerySet(TopicalPageQuerySet):
    def for_page(self):
        return super().for_page().select_related("organiser").prefetch_related("themes", "territories")

    def upcoming(self):
        """Return the events that are not over, the next one first."""
        return self.filter(dtend__gte=timezone.now()).order_by("dtstart", "pk")

    def past(self):
        """Return the events that are over, the latest first."""
        return self.filter(dtend__lt=timezone.now()).order_by("-dtstart", "-pk")

    def overlapping(self, begin, end):
        """Return the events that overlap the interval from `begin` to before `end` (aware datetimes)."""
        return self.filter(dtstart__lt=end, dtend__gt=begin)

    def on_days(self, first: date | None, last: date | None):
        """Return the events on any day from `first` to `last`, both inclusive, in the zone of each event."""
        found = self
        if first:
            found = found.filter(last_day__gte=first)
        if last:
            found = found.filter(start_date__lte=last)
        return found

    def in_calendar(self):
        """Return the events of a subscribed calendar: those in a moving window, cancelled ones for a limited time.

        The window moves at midnight UTC rather than at each request, so that the bytes do not change during a day.
        """
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        is_current = Q(calendar_entry__cancelled_at=None) | Q(calendar_entry__cancelled_at__gte=today - CANCELLED_PAST)
        window = self.overlapping(today - CALENDAR_PAST, today + CALENDAR_FUTURE)
        return window.filter(is_current, calendar_entry__isnull=False).order_by("dtstart", "pk")

    def for_calendar(self):
        """Fetch what a VEVENT contains."""
        return self.select_related("locale").prefetch_related("themes")

    def vevents(self):
        """Return the stored VEVENT texts as strings."""
        bare = self.select_related(None).prefetch_related(None)
        return bare.values_list("calendar_entry__vevent", flat=True)

    def month_rows(self):
        """Return named tuples with what the month shows of each event."""
        shown = ("title", "url_path", "status", "start_date", "start_time", "last_day", "time_zone")
        bare = self.select_related(None).prefetch_related(None).order_by("dtstart", "pk")
        return bare.values_list(*shown, "locale__language_code", named=True)


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
