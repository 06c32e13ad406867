from datetime import date, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from website.core.blocks import BodyField
from website.core.models import ListingPage, Text
from website.events.calendar import addresses, moments
from website.events.enums import EventKind, EventStatus, time_zones
from website.events.forms import EventPageForm
from website.events.querysets import EventPageManager
from website.events.validators import time_errors, validate_year
from website.topics.models import TopicalPage


class AgendaPage(ListingPage):
    listing_name = "events"
    listing_template = "events/agenda_page.html"
    page_view = "website.events.views.agenda"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]

    class Meta:
        verbose_name = _("agenda")


class EventPage(TopicalPage):
    """A gathering, visit, workshop or deadline.

    Editors enter wall-clock times in the event's own zone. `dtstart`, `dtend` (exclusive) and `last_day` are derived
    from them for queries. An event without `start_time` lasts whole days.
    """

    kind = models.CharField(_("type"), max_length=20, choices=EventKind, default=EventKind.GATHERING)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=EventStatus,
        default=EventStatus.CONFIRMED,
        help_text=_("Calendars show a cancelled event for 90 days. Cancel the event instead of deleting it."),
    )
    start_date = models.DateField(_("first day"), validators=[validate_year])
    start_time = models.TimeField(
        _("start time"), null=True, blank=True, help_text=_("Leave empty for a whole-day event.")
    )
    end_date = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        validators=[validate_year],
        help_text=_("Leave empty if the event ends on the same day."),
    )
    end_time = models.TimeField(_("end time"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        choices=time_zones,
        default="Europe/Paris",
        help_text=_("Time zone of the venue. Enter local times."),
    )
    dtstart = models.DateTimeField(editable=False, blank=True, db_index=True)
    dtend = models.DateTimeField(editable=False, blank=True, db_index=True)
    last_day = models.DateField(editable=False, blank=True, db_index=True)

    location = models.CharField(_("location"), max_length=300, blank=True, help_text=_("Name and postal address."))
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    conference_url = models.URLField(_("address of the video meeting"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        "topics.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organised by")
    )
    body = BodyField(verbose_name=_("body"), blank=True)

    objects = EventPageManager()
    source_fields = ("organiser",)

    base_form_class = EventPageForm
    # Translations copy these fields from the original.
    shared_fields = (
        *("kind", "status", "start_date", "start_time", "end_date", "end_time", "time_zone"),
        *("latitude", "longitude", "conference_url", "organiser"),
    )
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in shared_fields]
    content_panels = [
        *TopicalPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                # `save()` needs the zone, even for a draft.
                FieldPanel("time_zone", required_on_save=True),
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
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_tentative(self) -> bool:
        return self.status == EventStatus.TENTATIVE

    @property
    def place(self) -> str:
        """Return the location, or “Online” for an event with nothing but a video meeting."""
        return self.location or (_("Online") if self.conference_url else "")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def end_date_or_start(self) -> date:
        """Return `end_date`, or `start_date` if it is empty."""
        return self.end_date or self.start_date

    @property
    def span(self) -> tuple:
        """Return DTSTART and DTEND: two dates, the second exclusive, or two datetimes in UTC."""
        if self.is_all_day:
            return self.start_date, self.last_day + timedelta(days=1)
        return self.dtstart, self.dtend

    @property
    def hours(self) -> tuple:
        """Return start and end for readers: two dates, the second inclusive, or two datetimes in the event's zone."""
        if self.is_all_day:
            return self.start_date, self.last_day
        return self.dtstart.astimezone(self.zone), self.dtend.astimezone(self.zone)

    @property
    def map_url(self) -> str:
        """Return the URL of the place on OpenStreetMap, or an empty string."""
        if self.latitude is None:
            return ""
        point = f"{self.latitude:.5f}/{self.longitude:.5f}"
        marker = f"mlat={self.latitude:.5f}&mlon={self.longitude:.5f}"
        return f"https://www.openstreetmap.org/?{marker}#map=16/{point}"

    @property
    def facts(self) -> list[dict]:
        facts = []
        if self.location:
            facts.append({"label": _("Location"), "value": self.location})
        if self.map_url:
            facts.append({"label": _("On a map"), "value": "OpenStreetMap", "url": self.map_url})
        if self.conference_url:
            host = urlsplit(self.conference_url).hostname
            facts.append({"label": _("Video meeting"), "value": host, "url": self.conference_url})
        if self.organiser:
            url = self.organiser.get_absolute_url()
            facts.append({"label": _("Organised by"), "value": self.organiser.name, "url": url})
        return [*facts, *super().facts]

    @cached_property
    def original(self) -> "EventPage | None":
        """Return the live version from which this one copies `shared_fields`, or None for the original itself."""
        first = EventPage.objects.versions_of(self).live().first()
        return first if first and first.pk != self.pk else None

    @property
    def calendar_addresses(self) -> dict[str, str]:
        """Return the URLs that add this event to a calendar."""
        begin, end = self.span
        details = {"location": self.location}
        return {
            "ics_url": reverse("event_ics", args=[self.translation_key]),
            "google_url": addresses.add_to_google(self.title, begin, end, details=self.feed_summary, **details),
            "outlook_url": addresses.add_to_outlook(self.title, begin, end, body=self.feed_summary, **details),
        }

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **self.calendar_addresses}

    def clean(self):
        super().clean()
        errors = {}
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Enter both a latitude and a longitude.")
        # Invalid fields have their own errors, and no datetime can be computed from them.
        if not any(self._is_invalid(name) for name in ("start_date", "end_date", "time_zone")):
            errors |= time_errors(*self._schedule)
            if not errors:
                self.set_moments()
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.set_moments()
        super().save(*args, **kwargs)

    def set_moments(self) -> None:
        self.dtstart, self.dtend = moments.moments(*self._schedule)
        self.last_day = moments.last_day(self.start_date, self.end_date_or_start, self.end_time)

    @property
    def _schedule(self) -> tuple:
        return self.start_date, self.start_time, self.end_date_or_start, self.end_time, self.zone

    def _is_invalid(self, name: str) -> bool:
        try:
            self._meta.get_field(name).clean(getattr(self, name), self)
        except ValidationError:
            return True
        return False


class CalendarEntry(models.Model):
    """The rendered VEVENT of an event in one language, written by `events.actions` only.

    `sequence` rises when time, place or status change. The entry remains when the event is unpublished or this version
    is deleted, so that a later publication continues the sequence; it is deleted with the text. Feeds read entries of
    live events only.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="calendar_entries")
    page = models.OneToOneField(EventPage, models.SET_NULL, null=True, related_name="calendar_entry")
    sequence = models.PositiveIntegerField(default=0)
    moment_digest = models.CharField(max_length=64)
    cancelled_at = models.DateTimeField(null=True)
    last_modified = models.DateTimeField()
    vevent = models.TextField()

    def __str__(self):
        return f"{self.text_id}#{self.sequence}"
