"""What is limited for whoever has few posts that others read: `settings.NEWCOMERS`, and the limit `first_posts`."""

import re

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.forum.permissions import is_newcomer

_LINK = re.compile(r"(?:(?:https?:)?//|www\.)[^\s<>()\]]+", re.IGNORECASE)


def validate_first_posts(user, body: str) -> None:
    """At most so many links out of the site in what a newcomer writes."""
    most = settings.NEWCOMERS["links"]
    outside = [link for link in _LINK.findall(body) if not f"{link}/".startswith(f"{settings.BASE_URL}/")]
    if len(outside) > most and is_newcomer(user):
        words = ngettext(
            "Your first posts may have %(number)d link that leads out of this site at most: leave some out.",
            "Your first posts may have %(number)d links that lead out of this site at most: leave some out.",
            most,
        )
        raise ValidationError(words % {"number": most}, code="links")


def validate_pace(user) -> None:
    """At most so many posts of a newcomer in an hour; what is asked for counts as one."""
    if not is_newcomer(user):
        return
    # The limit counts by user; allauth reads nothing but the method of the request, and lets GET pass.
    if not ratelimit.consume(HttpRequest(), action="first_posts", user=user):
        words = _("You have written many posts in a short time. Please wait an hour, then send this one.")
        raise ValidationError(words, code="pace")
