"""Registry of the kinds of notifications.

An app calls `register_notice(Notice(...))` in its `notices.py`, which is autodiscovered. A kind that is not registered
is a letter: it is mailed alone and at once, whatever the recipient prefers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NotificationLine:
    """A notification as shown on the site and in a digest, in the active language; URLs begin with `/`.

    Digests group lines by `group`. `who` is the name of the person who acted; `words` is an optional excerpt.
    """

    group: str = ""
    group_url: str = ""
    title: str = ""
    url: str = ""
    words: str = ""
    who: str = ""


def target_is_there(rows) -> set[int]:
    return {row.pk for row in rows if row.target_type_id is None or row.target is not None}


def _nothing(_row) -> str:
    return ""


@dataclass(frozen=True)
class Notice:
    """A kind of notification.

    `what` is its label in the filter of the page. `still(rows)` returns the primary keys of the rows that are still
    relevant, in a fixed number of statements; the rows may have different recipients, and their `recipient`, `target`
    and `reason_object` are prefetched. `line(row)` returns the `NotificationLine`; by default it consists of the mail's
    subject and the target's URL. `targets()` returns the querysets for prefetching the targets with their relations.

    `thread(row)` is a stable name (`topic-12`) by which mail programs group mails, `reply_to(row)` the Reply-To
    address, `list_id(row)` a tuple of identifier and title for List-Id, `headers(row)` further headers.

    `is_letter`: mailed alone and at once, whatever the recipient prefers. `is_essential`: the recipient has just asked
    for it, so it is sent even to a suppressed address.
    """

    kind: str
    what: Any
    still: Callable[[list], set[int]] = target_is_there
    line: Callable[[Any], NotificationLine] | None = None
    thread: Callable[[Any], str] = _nothing
    reply_to: Callable[[Any], str] = _nothing
    list_id: Callable[[Any], tuple[str, str] | None] = lambda _row: None
    targets: Callable[[], Iterable] | None = None
    headers: Callable[[Any], dict[str, str]] = lambda _row: {}
    is_letter: bool = False
    is_essential: bool = False


@dataclass(frozen=True)
class Unsubscriber:
    """The callbacks of an app with follows, called when a person unsubscribes.

    `mute(person, target)` stops mails about one target and returns whether it was followed. `calm(person)` replaces the
    digest frequencies chosen for single follows by the general preference.
    """

    mute: Callable[[Any, Any], bool]
    calm: Callable[[Any], None]


_registry: dict[str, Notice] = {}
_unsubscribers: list[Unsubscriber] = []


def register_notice(notice: Notice) -> Notice:
    _registry[notice.kind] = notice
    return notice


def register_unsubscriber(unsubscriber: Unsubscriber) -> Unsubscriber:
    _unsubscribers.append(unsubscriber)
    return unsubscriber


def notice_for(kind: str) -> Notice:
    letter = Notice(kind, _("Personal messages"), still=lambda rows: {row.pk for row in rows}, is_letter=True)
    return _registry.get(kind, letter)


def all_notices() -> list[Notice]:
    return list(_registry.values())


def unsubscribers() -> list[Unsubscriber]:
    return list(_unsubscribers)


def paced_kinds() -> list[str]:
    """Return the kinds whose frequency depends on the recipient's preference."""
    return sorted(notice.kind for notice in all_notices() if not notice.is_letter)


# Essential: without a password reset mail, nobody could sign in to lift the suppression of their address.
register_notice(Notice("account", _("Personal messages"), is_letter=True, is_essential=True))
register_notice(Notice("mail-again", _("Personal messages"), is_letter=True))
