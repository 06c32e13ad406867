"""What was typed when the session was lost: kept in the next one until its writer has signed in and sends it again."""

import re

from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.utils import timezone

KEY = "unsent"
MOST_CHARACTERS = 2 * 1024 * 1024
LIFETIME_SECONDS = 24 * 3600
NEVER_KEPT = re.compile("csrfmiddlewaretoken|pass|secret|otp|token", re.IGNORECASE)
# Who wrote: signed, for those who have signed in only, so that nobody is handed what another person typed.
WRITER_COOKIE, SALT = "writer", "accounts.unsent"
SHOWN, SHOWN_CHARACTERS = 12, 300


def remember_author(request, response) -> None:
    """So that a form that is sent after the session is lost is known to be this person's."""
    if request.get_signed_cookie(WRITER_COOKIE, "", salt=SALT) != str(request.user.pk):
        response.set_signed_cookie(
            WRITER_COOKIE,
            str(request.user.pk),
            salt=SALT,
            max_age=LIFETIME_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )


def store_form(request) -> bool:
    """Put what was posted into the session; whether there was anything worth it. Files cannot be kept: only named."""
    fields = [[name, values] for name, values in request.POST.lists() if not NEVER_KEPT.search(name)]
    texts = [value for _name, values in fields for value in values]
    if not any(text.strip() for text in texts) or sum(map(len, texts)) > MOST_CHARACTERS:
        return False
    request.session[KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "writer": _writer(request),
        "at": timezone.now().timestamp(),
    }
    return True


def stored_form(request) -> dict | None:
    """What waits for this person; another person's is dropped."""
    found = request.session.get(KEY)
    if found is None:
        return None
    is_theirs = found["writer"] in ("", str(request.user.pk))
    if not is_theirs or timezone.now().timestamp() - found["at"] > LIFETIME_SECONDS:
        discard_form(request)
        return None
    return found


def discard_form(request) -> None:
    request.session.pop(KEY, None)


def excerpts(found: dict) -> list[str]:
    """The beginnings of the longest texts, in the order of the form; not what was chosen from a list."""
    texts = [value.strip() for _name, values in found["fields"] for value in values if " " in value.strip()]
    longest = sorted(texts, key=len, reverse=True)[:SHOWN]
    return [text[:SHOWN_CHARACTERS] for text in texts if text in longest]


def _writer(request) -> str:
    """The number of the account that wrote, nothing where that cannot be known."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    try:
        return request.get_signed_cookie(WRITER_COOKIE, "", salt=SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return ""


@receiver(user_logged_in, dispatch_uid="accounts_drop_what_another_person_typed")
def discard_other_peoples_form(sender, request, user, **kwargs):
    found = getattr(request, "session", {}).get(KEY)
    if found and found["writer"] not in ("", str(user.pk)):
        discard_form(request)
