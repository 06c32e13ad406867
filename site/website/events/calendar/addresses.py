"""Addresses by which the calendars people use take in a feed or one event."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode, urlsplit

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0"


@dataclass(frozen=True)
class Subscription:
    """`webcal` opens the reader's own program; `google` and `outlook` the two services."""

    webcal: str
    google: str
    outlook: str


def subscription(feed: str, name: str) -> Subscription:
    """How to subscribe to the feed at this absolute address."""
    webcal = urlsplit(feed)._replace(scheme="webcal").geturl()
    return Subscription(
        webcal=webcal,
        google=_address(GOOGLE, cid=webcal),
        outlook=_address(f"{OUTLOOK}/addfromweb", url=feed, name=name),
    )


def add_to_google(title: str, begin: datetime | date, end: datetime | date, **words: str) -> str:
    """A form of Google Calendar with one event filled in; `words`: details, location."""
    dates = "/".join(map(_basic, (begin, end)))
    return _address(GOOGLE, action="TEMPLATE", text=title, dates=dates, **words)


def add_to_outlook(title: str, begin: datetime | date, end: datetime | date, **words: str) -> str:
    """A form of Outlook on the web with one event filled in; `words`: body, location."""
    return _address(
        f"{OUTLOOK}/deeplink/compose",
        path="/calendar/action/compose",
        rru="addevent",
        subject=title,
        startdt=begin.isoformat(),
        enddt=end.isoformat(),
        allday="false" if isinstance(begin, datetime) else "true",
        **words,
    )


def _basic(when: datetime | date) -> str:
    if isinstance(when, datetime):
        return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{when:%Y%m%d}"


def _address(base: str, **pairs: str) -> str:
    # A plus sign for a blank is taken at its word by Outlook.
    return f"{base}?{urlencode({name: value for name, value in pairs.items() if value}, quote_via=quote)}"
