from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from website.core.blocks import BodyField
from website.core.models import ListingPage
from website.events.enums import EventKind, EventStatus
from website.events.querysets import EventPageManager
from website.topics.models import TopicalPage


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone; write for instance Europe/Paris."), params={"name": name})


class AgendaPage(ListingPage):
    listing_name = "events"
    listing_template = "events/agenda_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("agenda")


class EventPage(TopicalPage):
    """A gathering, visit, workshop or deadline.

    Editors write wall-clock times in the event's own zone; `dtstart` and `dtend` (exclusive) are the same
    moments, kept for queries. An event without `start_time` lasts whole days.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.GATHERING)
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.CONFIRMED)
    start_date = models.DateField(_("first day"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Empty: it lasts whole days."))
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: the same day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Paris", validators=[validate_time_zone]
    )
    dtstart = models.DateTimeField(editable=False, db_index=True)
    dtend = models.DateTimeField(editable=False, db_index=True)

    location = models.CharField(_("place"), max_length=300, blank=True, help_text=_("Name and postal address."))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    conference_url = models.URLField(_("address of the video meeting"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        "topics.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organised by")
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    objects = EventPageManager()

    content_panels = [
        *TopicalPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("time_zone"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("location"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("conference_url"),
            ],
            heading=_("Where"),
        ),
        FieldPanel("organiser"),
        FieldPanel("body"),
        TopicalPage.topic_panel,
    ]
    search_fields = [*TopicalPage.search_fields, index.SearchField("location"), index.SearchField("body")]
    parent_page_types = ["events.AgendaPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def is_all_day(self) -> bool:
        return self.start_time is None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def last_day(self):
        return self.end_date or self.start_date

    def clean(self):
        super().clean()
        errors = {}
        if self.start_date and self.last_day < self.start_date:
            errors["end_date"] = _("The last day is before the first.")
        if self.end_time and not self.start_time:
            errors["start_time"] = _("An event that ends at an hour begins at one.")
        if self.start_date and self.start_time and not errors and self._moments()[1] <= self._moments()[0]:
            errors["end_time"] = _("The event ends before it begins.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Latitude and longitude go together.")
        if errors:
            raise ValidationError(errors)

    def full_clean(self, *args, **kwargs):
        if self.start_date:
            self.dtstart, self.dtend = self._moments()
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.dtstart, self.dtend = self._moments()
        super().save(*args, **kwargs)

    def _moments(self) -> tuple[datetime, datetime]:
        """Begin and exclusive end as aware datetimes; an hour where only the beginning is known."""
        zone = self.zone
        if self.is_all_day:
            after = self.last_day + timedelta(days=1)
            return datetime.combine(self.start_date, time(), zone), datetime.combine(after, time(), zone)
        begin = datetime.combine(self.start_date, self.start_time, zone)
        if self.end_time is None:
            return begin, begin + timedelta(hours=1)
        return begin, datetime.combine(self.last_day, self.end_time, zone)


class CalendarEntry(models.Model):
    """What calendars were told of a published event: its VEVENT, ready to be joined with others.

    Written by `events.actions.publish_calendar_entry` only. `sequence` rises when time, place or status do.
    """

    page = models.OneToOneField(EventPage, models.CASCADE, related_name="calendar_entry")
    sequence = models.PositiveIntegerField(default=0)
    moment_digest = models.CharField(max_length=64)
    cancelled_at = models.DateTimeField(null=True)
    last_modified = models.DateTimeField()
    vevent = models.TextField()

    def __str__(self):
        return f"{self.page_id}#{self.sequence}"
