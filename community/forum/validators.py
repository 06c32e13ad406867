"""Limits for newcomers, who have few posts: `settings.NEWCOMERS`, and the rate limit `first_posts`."""

import re

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.forum.permissions import is_newcomer

_LINK = re.compile(r"(?:(?:https?:)?//|www\.)[^\s<>()\]]+", re.IGNORECASE)


def validate_newcomer_links(user, body: str) -> None:
    """Raise `ValidationError` if a newcomer's text has too many links to other sites."""
    most = settings.NEWCOMERS["links"]
    external = [link for link in _LINK.findall(body) if not f"{link}/".startswith(f"{settings.BASE_URL}/")]
    if len(external) > most and is_newcomer(user):
        words = ngettext(
            "Your first posts can have up to %(number)d link to other sites. Remove some links.",
            "Your first posts can have up to %(number)d links to other sites. Remove some links.",
            most,
        )
        raise ValidationError(words % {"number": most}, code="links")


def validate_newcomer_pace(user) -> None:
    """Count one post of a newcomer; raise `ValidationError` if there are too many within an hour."""
    if not is_newcomer(user):
        return
    # The limit is per user. allauth reads only the method of the request, and does not limit GET.
    if not ratelimit.consume(HttpRequest(), action="first_posts", user=user):
        words = _("You have written many posts in a short time. Wait an hour, then send this one.")
        raise ValidationError(words, code="pace")
