"""Sign-in, second factor and rate limits for views."""

from functools import wraps

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from website.accounts import pending_forms

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class RolesBackend(AuthenticationBackend):
    """Grant permissions through groups only, which saves the query for permissions of the user on every page."""

    def get_user_permissions(self, user_obj, obj=None):
        return set()


def sign_in_required(view):
    """Redirect visitors to the sign-in page and back. A posted form is stored meanwhile."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if request.method == "POST":
            _discard_if_resubmitted(request)
            return view(request, *args, **kwargs)
        response = view(request, *args, **kwargs)
        pending_forms.remember_author(request, response)
        return response

    wrapper.stores_posted_form = True
    return wrapper


def ask_to_sign_in(request):
    """Redirect to the sign-in page, and from there back to the requested page or to the stored form."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if response := ratelimit.consume_or_429(request, action="unsent"):
        return response
    if not pending_forms.store_form(request):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    messages.info(request, _("You are no longer signed in. Sign in again. Your text is saved."))
    return redirect_to_login(reverse("unsent"), reverse("account_login"))


def offer_to_resubmit(request):
    """Store a form whose CSRF token has expired. Return None if the request may come from another site."""
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    view = request.resolver_match and request.resolver_match.func
    if request.method != "POST" or not is_ours or not getattr(view, "stores_posted_form", False):
        return None
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    return redirect("unsent") if pending_forms.store_form(request) else None


def _discard_if_resubmitted(request) -> None:
    found = pending_forms.stored_form(request)
    if found and found["path"] == request.get_full_path():
        pending_forms.discard_form(request)


def should_have_second_factor(user) -> bool:
    """Return whether the user may enter the CMS: editors, coordinators and administrators."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def is_missing_second_factor(user) -> bool:
    return should_have_second_factor(user) and not is_mfa_enabled(user, FACTORS)


def limited(action: str):
    """Apply `ACCOUNT_RATE_LIMITS[action]` to all requests to a view, GET included; answer 429 beyond it."""

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            response = ratelimit.consume_or_429(request, action=action, limit_get=True)
            return response or view(request, *args, **kwargs)

        return wrapper

    return decorator
