"""What was rendered of a listing is kept under a key that changes with all it shows: nobody has to forget anything.

What was read for a row is kept on that copy of it (`kept_on`), and is gone with it.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from website.core import sections
from website.core.models import ContentStamp
from website.core.querysets import Stamp

SECONDS = 3600


def kept_on(row, name: str, read: Callable[[], Any]) -> Any:
    """What `read()` finds, asked for once for each copy of the row that is loaded; `forget_on` has it asked again."""
    if not hasattr(row, name):
        setattr(row, name, read())
    return getattr(row, name)


def forget_on(row, name: str) -> None:
    """Of the account of a request, too, which is behind a lazy object."""
    if hasattr(row, name):
        delattr(row, name)


def stamp_of(listing) -> Stamp:
    """The state of what a listing shows and of the addresses it leads to."""
    stamp = ContentStamp.objects.newest((*listing.stamps, sections.STAMP))
    return stamp.not_before(timezone.now().replace(hour=0, minute=0, second=0)) if listing.moves_daily else stamp


def key_of(request, listing, stamp: Stamp, moment, names: tuple[str, ...] = ()) -> str:
    """Changes with the content, the address, its filters and the other parameters in `names`, and with `moment`."""
    # Read from the address: to make the form of the filters takes longer than the rest of a 304.
    given = ((name, request.GET.getlist(name)) for name in (*listing.filterset.base_filters, *names))
    pairs = [(name, values) for name, values in given if any(values)]
    return key_for("listing", request.build_absolute_uri(request.path), pairs, stamp.number, moment)


def key_for(kind: str, *state) -> str:
    """The name in the cache of what is rendered of that state."""
    return f"{kind}:{sha256(repr(state).encode()).hexdigest()}"


def rendered(kind: str, *state, by: Callable[[], str]) -> SafeString:
    """What the template says of that state; `by` renders it where nobody has read it yet."""
    return mark_safe(cache.get_or_set(key_for(kind, *state), lambda: str(by()), SECONDS))  # noqa: S308 - from a template


class Kept:
    """The parts of a page between `{% keep "…" %}` and `{% endkeep %}`, as any reader with the same key sees them.

    `parts` are those that were rendered before under this key, or the place for them; without a key nothing is kept.
    """

    def __init__(self, key: str | None):
        self.key = key
        self.parts = (key and cache.get(key)) or {}
        self.is_there = bool(self.parts)
        self._known = len(self.parts)

    def store(self, response) -> None:
        """To be called when a page without faults is rendered."""
        if self.key and len(self.parts) > self._known:
            cache.set(self.key, self.parts, SECONDS)


class KeptPage(Kept):
    """The same of a listing's page.

    What a reader who has signed in sees may be theirs alone, and a search engine lags behind the database: neither is
    kept.
    """

    def __init__(self, request, listing, names: tuple[str, ...] = ("page",)):
        key = None
        if listing.is_public and not request.user.is_authenticated and not request.GET.get("q"):
            now = timezone.now()
            moment = now.replace(second=0, microsecond=0) if listing.moves_daily else now.date()
            key = key_of(request, listing, stamp_of(listing), moment, names)
        super().__init__(key)


class SharedParts(Kept):
    """Of a listing's page what all who have signed in and see the same rows (`Listing.shared_by`) see alike."""

    def __init__(self, request, listing, names: tuple[str, ...] = ("page",)):
        key = None
        is_own = any(request.GET.get(name) for name in ("q", *listing.own_filters))
        if listing.shared_by and request.user.is_authenticated and not is_own:
            moment = (timezone.now().date(), listing.shared_by(request.user))
            key = key_of(request, listing, stamp_of(listing), moment, names)
        super().__init__(key)
