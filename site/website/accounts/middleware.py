"""Set the user of audit log entries, and require a second factor for the CMS."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.log_actions import LogContext

from website.accounts.permissions import is_missing_second_factor

CMS_PREFIX = "cms/"
# Signing out is always allowed.
EXEMPT_URL_NAMES = {"wagtailadmin_logout"}
NEXT_URL_KEY = "second_factor_wanted"


class _RequestLogContext(LogContext):
    """The user of the request, looked up only when a log entry is written."""

    def __init__(self, request):
        self.request = request
        self.uuid = uuid4()

    @property
    def user(self):
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


class AuditContextMiddleware:
    """Log audit entries under the user of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with _RequestLogContext(request):
            return self.get_response(request)


class CmsSecondFactorMiddleware:
    """If `SECOND_FACTOR` is `required`, redirect CMS users without a second factor to the page where they set one up.

    The requested URL is stored in the session, so that they can continue there. The check uses the matched route
    rather than the path, so that no spelling of a URL avoids it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if settings.SECOND_FACTOR != "required" or not match.route.startswith(CMS_PREFIX):
            return None
        if match.url_name in EXEMPT_URL_NAMES or not is_missing_second_factor(request.user):
            if NEXT_URL_KEY in request.session:
                del request.session[NEXT_URL_KEY]
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        request.session[NEXT_URL_KEY] = request.get_full_path() if request.method == "GET" else f"/{CMS_PREFIX}"
        return redirect("mfa_index")
