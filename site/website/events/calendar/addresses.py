"""URLs that add a feed or a single event to common calendar applications."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlencode, urlsplit

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0"


@dataclass(frozen=True)
class Subscription:
    """URLs to subscribe to a feed: `webcal` for desktop programs, `google` and `outlook` for the two services."""

    webcal: str
    google: str
    outlook: str


def subscription(feed: str, name: str) -> Subscription:
    """Return the subscription URLs for the feed at the absolute URL `feed`."""
    webcal = urlsplit(feed)._replace(scheme="webcal").geturl()
    return Subscription(
        webcal=webcal,
        google=_address(GOOGLE, cid=webcal),
        outlook=_address(f"{OUTLOOK}/addfromweb", url=feed, name=name),
    )


def add_to_google(title: str, begin: datetime | date, end: datetime | date, **texts: str) -> str:
    """Return the URL of a prefilled event form of Google Calendar. `texts` may contain details and location."""
    dates = "/".join(map(_basic, (begin, end)))
    return _address(GOOGLE, action="TEMPLATE", text=title, dates=dates, **texts)


def add_to_outlook(title: str, begin: datetime | date, end: datetime | date, **texts: str) -> str:
    """Return the URL of a prefilled event form of Outlook on the web. `texts` may contain body and location."""
    return _address(
        f"{OUTLOOK}/deeplink/compose",
        path="/calendar/action/compose",
        rru="addevent",
        subject=title,
        startdt=begin.isoformat(),
        enddt=end.isoformat(),
        allday="false" if isinstance(begin, datetime) else "true",
        **texts,
    )


def _basic(when: datetime | date) -> str:
    if isinstance(when, datetime):
        return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{when:%Y%m%d}"


def _address(base: str, **pairs: str) -> str:
    # Outlook does not decode a plus sign as a space.
    return f"{base}?{urlencode({name: value for name, value in pairs.items() if value}, quote_via=quote)}"
