import posixpath
from contextlib import suppress
from functools import wraps
from hashlib import sha256

from csp.decorators import csp
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import static
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from website.core import feeds, keeping, listings, sections

PICTURE_FOLDERS = ("images", "original_images", "avatar_images")
# More than any browser sends of a form before it gives up by itself.
UNREAD_LIMIT, PIECE = 64 * 1024 * 1024, 64 * 1024


def missing_is_404(view):
    """Answer 404 where a row that the view has read was deleted before its action locked it."""

    @wraps(view)
    def answer(*args, **kwargs):
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None

    return answer


def serve_page(request, path):
    """Wagtail's own view, spared the walk down the tree where the address names a live page outright."""
    page = sections.live_page_at(get_language(), path)
    if page is not None:
        if page.get_absolute_url() != request.path:
            return redirect(page.get_absolute_url())
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, path)


def listing_page(request, page):
    """The page of a declared list, with its filters."""
    return listing_response(
        request, listings.get(page.listing_name), page.get_template(request), page.get_context(request)
    )


def listing_response(request, listing, template: str, context: dict, **fixed: str):
    """A page with a list on it, which is kept where it may be; `fixed` as for `Listing.bind`."""
    kept, shared = keeping.KeptPage(request, listing), keeping.SharedParts(request, listing)
    bound = listing.bind(request, known=shared.parts, **fixed)
    is_understood = kept.is_there or bound.is_valid
    context = {**context, "bound": bound, "kept": kept.parts, "shared": shared.parts}
    response = TemplateResponse(request, template, context, status=200 if is_understood else 400)
    if is_understood:
        response.add_post_render_callback(kept.store)
        response.add_post_render_callback(shared.store)
    return response


@require_safe
@csp(settings.FILES_CONTENT_SECURITY_POLICY)
def media(request, path):
    """Uploaded pictures, and nothing else of what is kept: documents go through the view that asks who wants them."""
    if posixpath.normpath(path).lstrip("/").partition("/")[0] not in PICTURE_FOLDERS:
        raise Http404
    return static.serve(request, path, settings.MEDIA_ROOT)


@require_safe
def robots(request):
    """Crawlers may read what everybody may, feeds included; forms and the CMS tell them nothing."""
    closed = [
        "/cms/",
        *(f"/{code}/{part}/" for code, _name in settings.LANGUAGES for part in ("accounts", "my", "report")),
    ]
    lines = ["User-agent: *", "Allow: /", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def feed(request, name, fmt):
    """Any filtered list in any of its formats. A wrong filter is a 400 that says which."""
    listing = listings.get(name)
    if fmt not in listing.formats:
        raise Http404
    stamp = keeping.stamp_of(listing)
    # What depends on the reader is nobody else's; a search engine lags behind the database by a second. Neither is
    # kept, and the stamp says nothing of when they changed: only their bytes do.
    is_kept = listing.is_public and "q" not in request.GET
    key = keeping.key_of(request, listing, stamp, timezone.now().date()) if is_kept else None
    changed_at = stamp.timestamp if is_kept else None
    etag = cache.get(f"{key}:etag") if key else None
    if etag:
        answer = get_conditional_response(request, etag, changed_at)
        if isinstance(answer, HttpResponseNotModified):
            return _with_validators(answer, listing, fmt, etag, changed_at)
    body = cache.get(key) if etag else None
    if body is None:
        bound = listing.bind_to_public(request) if listing.is_public else listing.bind(request)
        if not bound.is_valid:
            return _bad_request_response(bound)
        body = {**feeds.RENDERERS, **listing.renderers}[fmt](bound, request.build_absolute_uri)
        etag = quote_etag(sha256(body).hexdigest()[:32])
        if key:
            cache.set_many({key: body, f"{key}:etag": etag}, keeping.SECONDS)
    response = HttpResponse(body, content_type=feeds.CONTENT_TYPES[fmt])
    if fmt == "csv":
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    _with_validators(response, listing, fmt, etag, changed_at)
    return get_conditional_response(request, etag, changed_at, response)


def _with_validators(response, listing, fmt, etag, changed_at):
    """Validators and freshness, the same on a 200 and on its 304."""
    response["ETag"] = etag
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at)
    audience = "public" if listing.is_public else "private"
    response["Cache-Control"] = f"{audience}, max-age=900" if fmt == "ics" else f"{audience}, no-cache"
    return response


def _bad_request_response(bound) -> HttpResponse:
    lines = [f"{bound.form[key].label}: {' '.join(errors)}" for key, errors in bound.form.errors.items()]
    text = "\n".join([_("This feed's address has a filter that is not understood."), *lines])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    """What cannot be read: 413 where there is too much of it, else 400."""
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    if not is_too_large or request.method in ("GET", "HEAD"):
        return render(request, "400.html", status=400)
    _read_to_the_end(request)
    return render(request, "413.html", status=413)


def _read_to_the_end(request) -> None:
    """A browser still sending when the connection closes shows its own error instead of our page."""
    left = UNREAD_LIMIT
    with suppress(OSError):
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
