"""What each kind of notification is: who may still be told, in what words, and how soon.

A room declares `notices.register(Notice(...))` in its `notices.py`. A kind that nobody declares is a letter without
conditions: mailed alone and at once, whatever its person prefers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NotificationLine:
    """One thing told, on the site and in a digest, in the active language; addresses begin with `/`.

    Lines of one `group` stand together. `who` did it; `words` say more, say the beginning of a text.
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

    `what` names it in the filter of the page. `still(rows)` gives the pks of those that may still be told, of many
    people's rows at once, in a fixed number of statements; each row's `recipient`, `target` and `reason_object` are at hand.
    `line(row)` says it; without it the mail's subject does, and its target's address. `targets()` are the querysets
    that bring the targets with whatever `still` and `line` need of them.

    `thread(row)` is a stable name (`topic-12`) by which mail programs put mails together, `reply_to(row)` the address
    that an answer goes to, `list_id(row)` the name of its list for machines and for people, `headers(row)` what else
    the mail's head says.

    `is_letter`: mailed alone and at once, whatever its person prefers. `is_essential`: somebody asks for it at that
    moment, so it leaves even to an address that mails came back from.
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
    """What a room of things to follow does when a person wants no more mails.

    `mute(person, thing)`: because of that thing; True where they followed it. `calm(person)`: in digests; whatever they
    chose for single things that come in digests is to be as in general from now on.
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
    """Those that leave at the pace their person prefers."""
    return sorted(notice.kind for notice in all_notices() if not notice.is_letter)


# What somebody asks for who may stand before the door: without it nobody could come in and say "try again".
register_notice(Notice("account", _("Personal messages"), is_letter=True, is_essential=True))
register_notice(Notice("mail-again", _("Personal messages"), is_letter=True))
