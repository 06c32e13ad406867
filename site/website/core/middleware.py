"""Security headers, and the responses to requests that the views cannot answer."""

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from modelsearch.backends.base import OrderByFieldError

from website.core.publication_checks import PublicationBlocked
from website.core.querysets import SearchUnavailable

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 60
CMS = "/cms/"


@dataclass(frozen=True)
class ClientError:
    """An exception that a function of Wagtail or a library raises because it does not validate its input."""

    function: str
    exceptions: tuple[type[Exception], ...]
    reason: str


_CHOOSER = "wagtail.admin.views.generic.chooser"
# The CMS answers 400 to these. Every other exception is a bug of ours and answered with 500.
CMS_CLIENT_ERRORS = (
    ClientError(f"{_CHOOSER}.ChosenViewMixin.get_object", (ValueError,), "A chosen key is not a number."),
    ClientError(f"{_CHOOSER}.ChosenMultipleViewMixin.get_objects", (ValueError,), "A chosen key is not a number."),
    ClientError(f"{_CHOOSER}.CreateViewMixin.post", (AttributeError,), "The user may not create what is chosen from."),
    ClientError("wagtail.admin.widgets.chooser.BaseChooser.get_instance", (ValueError,), "A field's key is no number."),
    ClientError("wagtail.admin.views.chooser.BrowseView.get", (ValueError,), "A target page's key is not a number."),
    ClientError(
        "wagtail.admin.views.pages.copy.copy",
        (KeyError, ValueError, ObjectDoesNotExist),
        "The new parent page is missing, not a number, or gone.",
    ),
    ClientError("wagtail.admin.views.pages.move.move_confirm", (AttributeError,), "The root page has no parent."),
    ClientError("wagtail.admin.views.pages.ordering.set_page_position", (AttributeError,), "The root has no parent."),
    ClientError(
        "wagtail.admin.views.generic.base.BaseListingView.search_queryset",
        (OrderByFieldError,),
        "A list cannot be searched and sorted by this field at once.",
    ),
    ClientError("django.shortcuts.resolve_url", (NoReverseMatch,), "`next` is a relative URL without a slash."),
    ClientError(
        "django.db.backends.sqlite3.base.SQLiteCursorWrapper.execute",
        (OverflowError,),
        "SQLite has no integer of more than 64 bits.",
    ),
)


class SecurityHeadersMiddleware(CSPMiddleware):
    """Set the content security policy for each kind of response, and the headers that belong to it."""

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
            # A preview is shown in a frame of the CMS; otherwise the policy of the public site applies.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


def find_client_error(exception: Exception) -> ClientError | None:
    """Return the entry of `CMS_CLIENT_ERRORS` that explains an exception, if there is one.

    Only the last function of Wagtail in the traceback counts, with the library functions that it called. An exception
    with code of this project in its traceback is never a client error.
    """
    functions = []
    for frame, _line in traceback.walk_tb(exception.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(settings.ROOT) and "site-packages" not in path.parts:
            return None
        function = f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname.partition('.<locals>')[0]}"
        functions = [function] if function.startswith("wagtail.") else [*functions, function]
    for error in CMS_CLIENT_ERRORS:
        if error.function in functions and isinstance(exception, error.exceptions):
            return error
    return None


def _not_published(request, exception: PublicationBlocked):
    """Show the editor why the page was not published, in whichever view of the CMS. It is stored as a draft."""
    words = str(exception)
    if request.headers.get("x-requested-with") == "XMLHttpRequest" or "json" in request.headers.get("accept", ""):
        return JsonResponse({"success": False, "error_code": "not_published", "error_message": words}, status=409)
    messages.error(request, words)
    return redirect("wagtailadmin_pages:edit", exception.page.pk)


class RequestGuardMiddleware:
    """Answer 404 to control characters in a path and 400 to NUL in a query or cookie; databases raise on them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.isprintable():
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer 503 if the search engine is down, and 400 to client errors of the CMS; report a blocked publication."""
        if isinstance(exception, PublicationBlocked):
            return _not_published(request, exception)
        if request.path_info.startswith(CMS) and (error := find_client_error(exception)):
            logger.warning("The CMS could not read %s %s. %s", request.method, request.path, error.reason)
            return render(request, "400.html", status=400)
        if not isinstance(exception, SearchUnavailable):
            return None
        logger.error("The search engine cannot be asked.", exc_info=exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
