"""Who acts, for the audit log; and the second factor that the CMS asks for at its door."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.log_actions import LogContext

from website.accounts.permissions import is_missing_second_factor

DOOR = "cms/"
# Signing out is open to everybody.
OUTSIDE_THE_DOOR = {"wagtailadmin_logout"}
WANTED = "second_factor_wanted"


class _RequestLogContext(LogContext):
    """The person of the request, looked up only once something is written down."""

    def __init__(self, request):
        self.request = request
        self.uuid = uuid4()

    @property
    def user(self):
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


class AuditContextMiddleware:
    """Whatever the audit log is told during a request, it knows who asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with _RequestLogContext(request):
            return self.get_response(request)


class CmsSecondFactorMiddleware:
    """With `SECOND_FACTOR=required`, whoever may enter the CMS sets one up first, then goes on to where they wanted.

    It stands at every address of the CMS, by the route that answers and not by how the address is spelled.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if settings.SECOND_FACTOR != "required" or not match.route.startswith(DOOR):
            return None
        if match.url_name in OUTSIDE_THE_DOOR or not is_missing_second_factor(request.user):
            if WANTED in request.session:
                del request.session[WANTED]
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        request.session[WANTED] = request.get_full_path() if request.method == "GET" else f"/{DOOR}"
        return redirect("mfa_index")
