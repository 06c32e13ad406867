"""Forms posted after the session was lost, stored in the new session until their author signs in and resubmits them."""

import re

from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.utils import timezone

KEY = "unsent"
MAX_CHARACTERS = 2 * 1024 * 1024
LIFETIME_SECONDS = 24 * 3600
SECRET_FIELDS = re.compile("csrfmiddlewaretoken|pass|secret|otp|token", re.IGNORECASE)
# The signed cookie names the last signed-in user, so that nobody sees a form that another person filled in.
AUTHOR_COOKIE, SALT = "writer", "accounts.unsent"
MAX_EXCERPTS, EXCERPT_CHARACTERS = 12, 300


def remember_author(request, response) -> None:
    """Set the cookie that identifies the author of a form posted after the session is lost."""
    if request.get_signed_cookie(AUTHOR_COOKIE, "", salt=SALT) != str(request.user.pk):
        response.set_signed_cookie(
            AUTHOR_COOKIE,
            str(request.user.pk),
            salt=SALT,
            max_age=LIFETIME_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )


def store_form(request) -> bool:
    """Store the posted fields in the session; return False if they are empty or too long. Of files only names are stored."""
    fields = [[name, values] for name, values in request.POST.lists() if not SECRET_FIELDS.search(name)]
    texts = [value for _name, values in fields for value in values]
    if not any(text.strip() for text in texts) or sum(map(len, texts)) > MAX_CHARACTERS:
        return False
    request.session[KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "writer": _author_pk(request),
        "at": timezone.now().timestamp(),
    }
    return True


def stored_form(request) -> dict | None:
    """Return the stored form of the current user. A form that expired or is another person's is discarded."""
    found = request.session.get(KEY)
    if found is None:
        return None
    is_own = found["writer"] in ("", str(request.user.pk))
    if not is_own or timezone.now().timestamp() - found["at"] > LIFETIME_SECONDS:
        discard_form(request)
        return None
    return found


def discard_form(request) -> None:
    request.session.pop(KEY, None)


def excerpts(found: dict) -> list[str]:
    """Return the beginnings of the longest texts, in form order. Values without a space are skipped as choices."""
    texts = [value.strip() for _name, values in found["fields"] for value in values if " " in value.strip()]
    longest = sorted(texts, key=len, reverse=True)[:MAX_EXCERPTS]
    return [text[:EXCERPT_CHARACTERS] for text in texts if text in longest]


def _author_pk(request) -> str:
    """Return the primary key of the author's account as text, or "" if it is unknown."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    try:
        return request.get_signed_cookie(AUTHOR_COOKIE, "", salt=SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return ""


@receiver(user_logged_in, dispatch_uid="accounts_drop_what_another_person_typed")
def discard_other_peoples_form(sender, request, user, **kwargs):
    found = getattr(request, "session", {}).get(KEY)
    if found and found["writer"] not in ("", str(user.pk)):
        discard_form(request)
