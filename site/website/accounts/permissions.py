"""Who must sign in, what an account must have, and how often anybody may ask."""

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
    """What somebody may do comes with their roles alone: to look for rights of their own is a statement on every page."""

    def get_user_permissions(self, user_obj, obj=None):
        return set()


def sign_in_required(view):
    """Who has not signed in is led through the sign-in and back; what they had typed is kept meanwhile."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if request.method == "POST":
            _forget_what_is_sent_again(request)
            return view(request, *args, **kwargs)
        response = view(request, *args, **kwargs)
        pending_forms.remember_author(request, response)
        return response

    guarded.keeps_what_was_typed = True
    return guarded


def ask_to_sign_in(request):
    """To the sign-in and back: to the page, or to what was typed on it."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if refusal := ratelimit.consume_or_429(request, action="unsent"):
        return refusal
    if not pending_forms.store_form(request):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    messages.info(request, _("You are no longer signed in. Sign in again: what you typed is kept."))
    return redirect_to_login(reverse("unsent"), reverse("account_login"))


def offer_to_resubmit(request):
    """For a form of our own whose token has expired: `None` where it is not certain to come from this site."""
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    view = request.resolver_match and request.resolver_match.func
    if request.method != "POST" or not is_ours or not getattr(view, "keeps_what_was_typed", False):
        return None
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    return redirect("unsent") if pending_forms.store_form(request) else None


def _forget_what_is_sent_again(request) -> None:
    found = pending_forms.stored_form(request)
    if found and found["path"] == request.get_full_path():
        pending_forms.discard_form(request)


def should_have_second_factor(user) -> bool:
    """Editors, coordinators and administrators: whoever may enter the CMS."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def is_missing_second_factor(user) -> bool:
    return should_have_second_factor(user) and not is_mfa_enabled(user, FACTORS)


def limited(action: str):
    """A view that `ACCOUNT_RATE_LIMITS[action]` holds for, reading included: the 429 page beyond it."""

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            refusal = ratelimit.consume_or_429(request, action=action, limit_get=True)
            return refusal or view(request, *args, **kwargs)

        return wrapper

    return decorator
