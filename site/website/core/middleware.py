"""What goes with every answer, and the answers to requests that nothing behind could read or answer just now."""

import logging
from pathlib import Path

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, FieldError, ValidationError
from django.db import DataError, OperationalError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from modelsearch.backends.base import FieldError as SearchFieldError

from website.core.publication_checks import PublicationBlocked
from website.core.querysets import SearchUnavailable

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 60
CMS = "/cms/"
# What Wagtail's own views let escape where a parameter is no number, no field, or missing.
NOT_UNDERSTOOD = (
    *(ValueError, KeyError, TypeError, AttributeError, OverflowError),
    *(FieldError, SearchFieldError, ValidationError, NoReverseMatch, DataError),
)


class SecurityHeadersMiddleware(CSPMiddleware):
    """The content security policy of each kind of answer, and the headers that go with it."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config:
            return parts
        if "Content-Disposition" in response:
            parts.config = settings.FILES_CONTENT_SECURITY_POLICY
        elif request.path_info.startswith(CMS):
            parts.config = settings.CMS_CONTENT_SECURITY_POLICY
        elif getattr(request, "is_preview", False):
            # A draft in the frame of its form is bound by the readers' policy.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


def _is_a_slip_of_the_cms(exception) -> bool:
    """Whether it comes of what was sent; raised in a file of ours it is a mistake, to be seen as one."""
    # SQLite's search reads quotation marks as signs of its own language.
    is_search = isinstance(exception, OperationalError) and str(exception).startswith("fts5:")
    if not is_search and not isinstance(exception, NOT_UNDERSTOOD):
        return False
    trace = exception.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    path = Path(trace.tb_frame.f_code.co_filename)
    return not path.is_relative_to(settings.ROOT) or "site-packages" in path.parts


def _not_published(request, exception: PublicationBlocked):
    """The editor is told why, wherever in the CMS the page was to be published; it is there as a draft."""
    words = str(exception)
    if request.headers.get("x-requested-with") == "XMLHttpRequest" or "json" in request.headers.get("accept", ""):
        return JsonResponse({"success": False, "error_code": "not_published", "error_message": words}, status=409)
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", exception.page.pk)


class RequestGuardMiddleware:
    """404 for control characters in an address, 400 for NUL in a query or cookie: databases raise on them later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.isprintable():
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest
        return self.get_response(request)

    def process_exception(self, request, exception):
        """A search engine that is down takes no page with it but the search; the CMS is told what it stumbled over."""
        if isinstance(exception, PublicationBlocked):
            return _not_published(request, exception)
        if request.path_info.startswith(CMS) and _is_a_slip_of_the_cms(exception):
            logger.error("The CMS could not read %s %s.", request.method, request.path, exc_info=exception)
            return render(request, "400.html", status=400)
        if not isinstance(exception, SearchUnavailable):
            return None
        logger.error("The search engine cannot be asked.", exc_info=exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
