"""What an account must have, and how often anybody may ask."""

from functools import wraps

from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


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
            if not ratelimit.consume(request, app="allauth.account", action=action, limit_get=True):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return wrapper

    return decorator
