from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from website.core import feeds, listings, sections
from website.core.models import ContentStamp

CACHE_SECONDS = 3600


def serve_page(request, path):
    """Wagtail's own view, spared the walk down the tree where the address names a live page outright."""
    page = sections.live_page_at(get_language(), path)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, path)


@require_safe
def feed(request, name, fmt):
    """Any filtered list in any of its formats. A wrong filter is a 400 that says which."""
    bound = listings.get(name).bind(request)
    if fmt not in bound.listing.formats:
        raise Http404
    stamp = ContentStamp.objects.newest(bound.listing.stamps)
    key = _cache_key(request, bound, fmt, stamp) if bound.listing.is_public else None
    etag = cache.get(f"{key}:etag") if key else None
    if etag:
        answer = get_conditional_response(request, etag, stamp.timestamp)
        if isinstance(answer, HttpResponseNotModified):
            return _with_validators(answer, bound, fmt, etag, stamp)
    body = cache.get(key) if etag else None
    if body is None:
        if not bound.is_valid:
            return _refused(bound)
        body = {**feeds.RENDERERS, **bound.listing.renderers}[fmt](bound, request.build_absolute_uri)
        etag = quote_etag(sha256(body).hexdigest()[:32])
        if key:
            cache.set_many({key: body, f"{key}:etag": etag}, CACHE_SECONDS)
    response = HttpResponse(body, content_type=feeds.CONTENT_TYPES[fmt])
    if fmt == "csv":
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    _with_validators(response, bound, fmt, etag, stamp)
    return get_conditional_response(request, etag, stamp.timestamp, response)


def _cache_key(request, bound, fmt, stamp) -> str:
    """Changes with the content, with the address and with the day (calendars have a moving window)."""
    parts = (request.get_host(), request.get_full_path(), fmt, stamp.number, timezone.now().date())
    return "feed:" + sha256(repr(parts).encode()).hexdigest()


def _with_validators(response, bound, fmt, etag, stamp):
    """Validators and freshness, the same on a 200 and on its 304."""
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stamp.timestamp)
    audience = "public" if bound.listing.is_public else "private"
    response["Cache-Control"] = f"{audience}, max-age=900" if fmt == "ics" else f"{audience}, no-cache"
    return response


def _refused(bound) -> HttpResponse:
    lines = [f"{bound.form[key].label}: {' '.join(errors)}" for key, errors in bound.form.errors.items()]
    text = "\n".join([_("This feed's address has a filter that is not understood."), *lines])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
