from datetime import date
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from website.core import listings
from website.core.feeds import CONTENT_TYPES
from website.core.models import ContentStamp
from website.core.sections import active_locale
from website.events.calendar import addresses, months, wording
from website.events.enums import View
from website.events.feeds import name_of, render_one
from website.events.forms import AgendaForm, MonthForm
from website.events.models import EventPage
from website.events.templatetags.event_tags import reader_zone

MAX_AGE = 900


def agenda(request, page):
    """The agenda's page: a list or a month, with the same filters and the same calendar to subscribe to."""
    shown = AgendaForm(request.GET)
    is_understood = shown.is_valid()
    is_month = shown.cleaned_data.get("view") == View.MONTH
    if is_month:
        shown = MonthForm(request.GET)
        is_understood = shown.is_valid()
    bound = _bound_month(request, shown) if is_month else listings.get("events").bind(request)
    context = {
        **page.get_context(request),
        "bound": bound,
        "shown": shown,
        "view_choices": _choices(bound, View.MONTH if is_month else View.LIST),
        "month": _month(request, bound, shown.cleaned_data.get("month")) if is_month else None,
        "subscription": addresses.subscription(request.build_absolute_uri(bound.feed_url("ics")), name_of(bound)),
    }
    status = 200 if is_understood and bound.is_valid else 400
    return TemplateResponse(request, page.get_template(request), context, status=status)


def _bound_month(request, shown) -> listings.BoundListing:
    """The listing without its month, which is not for its feeds: who subscribes goes on when the month is over."""
    filters = request.GET.copy()
    filters.pop("month", None)
    month = shown.cleaned_data.get("month")
    kept = [("view", View.MONTH.value), *([("month", f"{month:%Y-%m}")] if month else [])]
    return listings.BoundListing(listings.get("events"), listings.Reader(request.user, active_locale()), filters, kept)


def _choices(bound, chosen: View) -> list[dict]:
    urls = {
        View.LIST: bound.address(without=("view", "month")),
        # A month says by itself which days it holds.
        View.MONTH: bound.address(("view", View.MONTH.value), without=("when",)),
    }
    return [{"label": view.label, "url": url, "is_current": view == chosen} for view, url in urls.items()]


def _month(request, bound, first: date | None) -> dict:
    """What `components/month_calendar.html` shows, and how many events the month itself holds."""
    today = timezone.localdate()
    first = first or today.replace(day=1)
    found = bound.filterset.whenever.on_days(*months.days_shown(first)).for_month() if bound.is_valid else ()
    zone, last_day = reader_zone(request), months.days_of(first)[1]
    entries = [_entry(event, zone) for event in found]
    neighbours = {"previous_url": months.month_before(first), "next_url": months.month_after(first)}
    return {
        "first": first,
        "weekdays": [{"short": WEEKDAYS_ABBR[day], "long": WEEKDAYS[day]} for day in range(7)],
        "weeks": months.lay_out(first, entries, today),
        "count": sum(entry.first <= last_day and entry.last >= first for entry in entries),
        "today_url": bound.address(without=("month",)),
        **{name: bound.address(("month", f"{month:%Y-%m}")) if month else "" for name, month in neighbours.items()},
    }


def _entry(event: EventPage, zone: str) -> months.Entry:
    begins = "" if event.is_all_day else time_format(event.start_time, "H:i")
    if begins and event.time_zone != zone:
        begins = f"{begins} ({wording.place_of(event.time_zone, get_language())})"
    return months.Entry(
        first=event.start_date,
        last=event.last_day,
        title=event.title,
        url=event.get_absolute_url(),
        time=begins,
        language=event.foreign_language,
        is_cancelled=event.is_cancelled,
    )


def event_addresses(page: EventPage) -> dict:
    """Where one event is taken from into calendars."""
    begin, end = page.span
    words = {"location": page.location}
    return {
        "ics_url": reverse("event_ics", args=[page.translation_key]),
        "google_url": addresses.add_to_google(page.title, begin, end, details=page.feed_summary, **words),
        "outlook_url": addresses.add_to_outlook(page.title, begin, end, body=page.feed_summary, **words),
    }


@require_safe
def event_ics(request, key):
    """One event for download, in the version the language's readers are shown."""
    stamp = ContentStamp.objects.newest((EventPage._meta.label,))
    found = EventPage.objects.for_reader(active_locale()).filter(translation_key=key)
    row = found.values_list("title", "slug", "calendar_entry__vevent").exclude(calendar_entry=None).first()
    if row is None:
        raise Http404
    title, slug, vevent = row
    body = render_one(vevent, title, request.build_absolute_uri(request.path))
    etag = quote_etag(sha256(body).hexdigest()[:32])
    headers = {
        "ETag": etag,
        # Of all events: which version is shown, and so what is in the file, may change with another page.
        "Last-Modified": http_date(stamp.timestamp),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Content-Disposition": content_disposition_header(True, f"{slug}.ics"),
    }
    response = HttpResponse(body, content_type=CONTENT_TYPES["ics"], headers=headers)
    return get_conditional_response(request, etag, stamp.timestamp, response)
