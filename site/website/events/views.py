from datetime import date
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from website.core import listings
from website.core.caching import AnonymousPageCache, changed_at, reads_so_far, recorded
from website.core.feeds import CONTENT_TYPES
from website.core.sections import active_locale, reader_url_of
from website.events.calendar import addresses, months, wording
from website.events.enums import AgendaLayout, EventStatus
from website.events.feeds import calendar_name, render_one
from website.events.filters import DATES
from website.events.forms import AgendaForm, MonthForm
from website.events.models import EventPage
from website.events.templatetags.event_tags import reader_zone

MAX_AGE = 900


def agenda(request, page):
    """Show the agenda as a list or a month, with the same filters and the same calendar to subscribe to."""
    listing = listings.get(page.listing_name)
    cache = AnonymousPageCache(request, listing, ("page", "view"))
    if cache.is_filled:
        return TemplateResponse(request, page.get_template(request), {**page.get_context(request), "page_cache": cache})
    layout_form = AgendaForm(request.GET)
    is_month = layout_form.is_valid() and layout_form.cleaned_data["view"] == AgendaLayout.MONTH
    if is_month:
        layout_form = MonthForm(request.GET)
    bound = listing.bind(request, link_params=layout_form.link_params if is_month else ())
    if is_month:
        # The layout sets the dates. The calendar to subscribe to is not restricted to the month.
        for name in DATES:
            del bound.form.fields[name]
    context = {
        **page.get_context(request),
        "bound": bound,
        "page_cache": cache,
        "layout_form": layout_form,
        "layout_choices": _layout_choices(bound, AgendaLayout.MONTH if is_month else AgendaLayout.LIST),
        "month": _month(request, bound, layout_form.chosen) if is_month else None,
        "subscription": addresses.subscription(request.build_absolute_uri(bound.feed_url("ics")), calendar_name(bound)),
    }
    is_valid = layout_form.is_valid() and bound.is_valid
    response = TemplateResponse(request, page.get_template(request), context, status=200 if is_valid else 400)
    if is_valid:
        response.add_post_render_callback(cache.store)
    return response


def _layout_choices(bound, chosen: AgendaLayout) -> list[dict]:
    urls = {
        AgendaLayout.LIST: bound.address(without=("view", "month")),
        AgendaLayout.MONTH: bound.address(("view", AgendaLayout.MONTH.value), without=("when", "from", "to")),
    }
    return [{"label": view.label, "url": url, "is_current": view == chosen} for view, url in urls.items()]


def _month(request, bound, first: date | None) -> dict:
    """Return the data for `components/month_calendar.html`, and the number of events in the month."""
    today = timezone.localdate()
    first = first or today.replace(day=1)
    last = months.days_of(first)[1]
    found = bound.filterset.undated.on_days(*months.days_shown(first)).month_rows() if bound.is_valid else ()
    zone, language = reader_zone(request), get_language()
    entries = [_month_entry(row, zone, language) for row in found]
    weekdays = [{"short": str(WEEKDAYS_ABBR[day]), "long": str(WEEKDAYS[day])} for day in range(7)]
    neighbours = {"previous_url": months.month_before(first), "next_url": months.month_after(first)}
    return {
        "first": first,
        "weekdays": weekdays,
        "weeks": [list(zip(weekdays, week, strict=True)) for week in months.lay_out(first, entries, today)],
        "count": sum(entry.first <= last and entry.last >= first for entry in entries),
        "today_url": bound.address(without=("month",)),
        **{name: bound.address(("month", f"{month:%Y-%m}")) if month else "" for name, month in neighbours.items()},
    }


def _month_entry(row, zone: str, language: str) -> months.MonthEntry:
    begins = f"{row.start_time:%H:%M}" if row.start_time else ""
    if begins and row.time_zone != zone:
        begins = f"{begins} ({wording.venue_text(row.time_zone, language)})"
    own = row.locale__language_code
    return months.MonthEntry(
        first=row.start_date,
        last=row.last_day,
        title=row.title,
        url=reader_url_of(row.url_path, own, language),
        time=begins,
        language="" if own == language else own,
        is_cancelled=row.status == EventStatus.CANCELLED,
    )


@require_safe
@recorded
def event_ics(request, key):
    """Return one event as a file, in the version shown to readers of the active language."""
    found = EventPage.objects.for_reader(active_locale()).filter(translation_key=key)
    row = found.values_list("title", "slug", "calendar_entry__vevent").exclude(calendar_entry=None).first()
    if row is None:
        raise Http404
    title, slug, vevent = row
    body = render_one(vevent, title, request.build_absolute_uri(request.path))
    etag = quote_etag(sha256(body).hexdigest()[:32])
    # Depends on all pages read, because another page may determine which version is shown.
    modified = changed_at(reads_so_far())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(modified),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Content-Disposition": content_disposition_header(True, f"{slug}.ics"),
    }
    response = HttpResponse(body, content_type=CONTENT_TYPES["ics"], headers=headers)
    return get_conditional_response(request, etag, modified, response)
