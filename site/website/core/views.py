import posixpath
from contextlib import suppress
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from csp.decorators import csp
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import static
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from website.core import feeds, listings, sections
from website.core.caching import AnonymousPageCache, Body, BodyCache, SharedPageCache, listing_key, recorded

PICTURE_FOLDERS = ("images", "original_images", "avatar_images")
# In bytes. A browser stops sending a form by itself before the limit.
UNREAD_LIMIT, CHUNK = 64 * 1024 * 1024, 64 * 1024


def missing_is_404(view):
    """Decorate a view to answer 404 if a row that it has read is deleted before its action locks it."""

    @wraps(view)
    def wrapper(*args, **kwargs):
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None

    return wrapper


@recorded
def serve_page(request, path):
    """Call Wagtail's `serve`, without its walk down the tree if a live page is found by its path."""
    page = sections.live_page_at(get_language(), path)
    if page is not None:
        if page.get_absolute_url() != request.path:
            return redirect(page.get_absolute_url())
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, path)


def listing_page(request, page):
    """Serve a `ListingPage`."""
    return listing_response(
        request, listings.get(page.listing_name), page.get_template(request), page.get_context(request)
    )


def listing_response(request, listing, template: str, context: dict, **fixed_filters: str):
    """Return a page with a list on it, cached if possible. For `fixed_filters` see `Listing.bind`."""
    page_cache, shared = AnonymousPageCache(request, listing), SharedPageCache(request, listing)
    bound = listing.bind(request, cache=shared, **fixed_filters)
    is_valid = page_cache.is_filled or bound.is_valid
    context = {**context, "bound": bound, "page_cache": page_cache, "shared": shared}
    response = TemplateResponse(request, template, context, status=200 if is_valid else 400)
    if is_valid:
        response.add_post_render_callback(page_cache.store)
        response.add_post_render_callback(shared.store)
    return response


@require_safe
@csp(settings.FILES_CONTENT_SECURITY_POLICY)
def media(request, path):
    """Serve uploaded pictures, and no other files: documents need Wagtail's view, which checks permissions."""
    if posixpath.normpath(path).lstrip("/").partition("/")[0] not in PICTURE_FOLDERS:
        raise Http404
    return static.serve(request, path, settings.MEDIA_ROOT)


@require_safe
def robots(request):
    """Allow crawlers all public pages and feeds, but neither the CMS nor forms."""
    disallowed = [
        "/cms/",
        *(f"/{code}/{part}/" for code, _name in settings.LANGUAGES for part in ("accounts", "my", "report")),
    ]
    lines = ["User-agent: *", "Allow: /", *(f"Disallow: {path}" for path in disallowed)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@recorded
def feed(request, name, fmt):
    """Serve a filtered list in one of its formats. An invalid filter is answered with a 400 that names it.

    Lists that depend on the reader are not cached, nor are search results, because a search engine lags behind the
    database.
    """
    listing = listings.get(name)
    if fmt not in listing.formats:
        raise Http404
    is_cached = listing.is_public and "q" not in request.GET
    cached = BodyCache(listing_key(request, listing) if is_cached else None, listing.changes_daily)
    if cached.etag:
        answer = get_conditional_response(request, cached.etag, cached.changed_at)
        if isinstance(answer, HttpResponseNotModified):
            return _with_validators(answer, listing, fmt, cached)
    body = cached.body()
    if body is None:
        if fmt in feeds.EXPORTS and (refusal := _too_many(request)):
            return refusal
        bound = listing.bind_to_public(request) if listing.is_public else listing.bind(request)
        if not bound.is_valid:
            return _bad_request_response(bound)
        body = cached.store({**feeds.RENDERERS, **listing.renderers}[fmt](bound, request.build_absolute_uri))
    response = _response(request, body, feeds.CONTENT_TYPES[fmt])
    if fmt == "csv":
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    _with_validators(response, listing, fmt, cached)
    return get_conditional_response(request, cached.etag, cached.changed_at, response)


def _too_many(request):
    """Return a 429 page if a client requests too many exports, which contain every row."""
    return consume_or_429(request, action="export", limit_get=True)


def _response(request, body: Body, content_type: str):
    """Return the body, streamed if it is long, or compressed if it is stored so and the client accepts gzip."""
    if body.rest is not None:
        # The body of a response to HEAD is discarded.
        chunks = () if request.method == "HEAD" else body.chunks()
        return StreamingHttpResponse(chunks, content_type=content_type)
    if body.is_compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body.data, content_type=content_type, headers={"Content-Encoding": "gzip"})
    return HttpResponse(body.plain, content_type=content_type)


def _with_validators(response, listing, fmt, cached: BodyCache):
    """Set the validators and cache headers, which are the same on a 200 and its 304."""
    if cached.etag:
        # The compressed body is another representation and needs a weak validator (RFC 9110, 8.8.1).
        response["ETag"] = f"W/{cached.etag}" if response.get("Content-Encoding") else cached.etag
    if cached.changed_at is not None:
        response["Last-Modified"] = http_date(cached.changed_at)
    if cached.is_compressed:
        patch_vary_headers(response, ["Accept-Encoding"])
    audience = "public" if listing.is_public else "private"
    response["Cache-Control"] = f"{audience}, max-age=900" if fmt == "ics" else f"{audience}, no-cache"
    return response


def _bad_request_response(bound) -> HttpResponse:
    lines = [f"{bound.form[key].label}: {' '.join(errors)}" for key, errors in bound.form.errors.items()]
    text = "\n".join([_("The address of this feed contains an invalid filter."), *lines])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def bad_request(request, exception):
    """Answer 413 to a request that is too large, and 400 to others that cannot be read."""
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    if not is_too_large or request.method in ("GET", "HEAD"):
        return render(request, "400.html", status=400)
    _read_to_the_end(request)
    return render(request, "413.html", status=413)


def _read_to_the_end(request) -> None:
    """Read the rest of the request. Otherwise the browser shows its own connection error instead of this page."""
    remaining = UNREAD_LIMIT
    with suppress(OSError):
        while remaining > 0 and (chunk := request.read(CHUNK)):
            remaining -= len(chunk)
