import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from community.forum.permissions import is_newcomer

_LINK = re.compile(r"(?:(?:https?:)?//|www\.)[^\s<>()\]]+", re.IGNORECASE)


def validate_first_posts(user, body: str) -> None:
    """At most so many links out of the site in what a newcomer writes: `settings.NEWCOMERS`."""
    most = settings.NEWCOMERS["links"]
    outside = [link for link in _LINK.findall(body) if not f"{link}/".startswith(f"{settings.BASE_URL}/")]
    if len(outside) > most and is_newcomer(user):
        words = ngettext(
            "Your first posts may have %(number)d link that leads out of this site at most: leave some out.",
            "Your first posts may have %(number)d links that lead out of this site at most: leave some out.",
            most,
        )
        raise ValidationError(words % {"number": most}, code="links")
