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


@recorded
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


def listing_response(request, listing, template: str, context: dict, **fixed_filters: str):
    """A page with a list on it, cached where that is possible; `fixed_filters` as for `Listing.bind`."""
    page_cache, shared = AnonymousPageCache(request, listing), SharedPageCache(request, listing)
    bound = listing.bind(request, cache=shared, **fixed_filters)
    is_understood = page_cache.is_filled or bound.is_valid
    context = {**context, "bound": bound, "page_cache": page_cache, "shared": shared}
    response = TemplateResponse(request, template, context, status=200 if is_understood else 400)
    if is_understood:
        response.add_post_render_callback(page_cache.store)
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
@recorded
def feed(request, name, fmt):
    """Any filtered list in any of its formats. A wrong filter is a 400 that says which.

    What depends on the reader is not cached, nor are the results of a search: a search engine lags behind the database.
    """
    listing = listings.get(name)
    if fmt not in listing.formats:
        raise Http404
    is_cached = listing.is_public and "q" not in request.GET
    known = BodyCache(listing_key(request, listing) if is_cached else None, listing.changes_daily)
    if known.etag:
        answer = get_conditional_response(request, known.etag, known.changed_at)
        if isinstance(answer, HttpResponseNotModified):
            return _with_validators(answer, listing, fmt, known)
    body = known.body()
    if body is None:
        if fmt in feeds.EXPORTS and (refusal := _too_many(request)):
            return refusal
        bound = listing.bind_to_public(request) if listing.is_public else listing.bind(request)
        if not bound.is_valid:
            return _bad_request_response(bound)
        body = known.store({**feeds.RENDERERS, **listing.renderers}[fmt](bound, request.build_absolute_uri))
    response = _response(request, body, feeds.CONTENT_TYPES[fmt])
    if fmt == "csv":
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    _with_validators(response, listing, fmt, known)
    return get_conditional_response(request, known.etag, known.changed_at, response)


def _too_many(request):
    """Exports have every row: the 429 page where one address has too many made."""
    return consume_or_429(request, action="export", limit_get=True)


def _response(request, body: Body, content_type: str):
    """The body as it is stored, compressed, where the client takes that; streamed where it is long."""
    if body.rest is not None:
        # Nobody reads the rest of an answer to HEAD.
        chunks = () if request.method == "HEAD" else body.chunks()
        return StreamingHttpResponse(chunks, content_type=content_type)
    if body.is_compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body.data, content_type=content_type, headers={"Content-Encoding": "gzip"})
    return HttpResponse(body.plain, content_type=content_type)


def _with_validators(response, listing, fmt, known: BodyCache):
    """Validators and freshness, the same on a 200 and on its 304."""
    if known.etag:
        # The compressed body is another representation: its validator is a weak one (RFC 9110, 8.8.1).
        response["ETag"] = f"W/{known.etag}" if response.get("Content-Encoding") else known.etag
    if known.changed_at is not None:
        response["Last-Modified"] = http_date(known.changed_at)
    if known.is_compressed:
        patch_vary_headers(response, ["Accept-Encoding"])
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
