"""A member as a vCard 3.0 (RFC 2426), which every address book reads: object in, bytes out."""

from icalendar.parser import Contentline
from icalendar.prop import vText

from community.members.models import Member


def render_vcard(member: Member, url: str) -> bytes:
    """What `member.shown` shows; `url` is the whole address of the entry."""
    shown, user = member.shown, member.user
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:{member.feed_id}",
        f"FN:{_text(shown.name)}",
        # Family name, given name, and three more that we do not know.
        f"N:{_text(user.last_name or shown.name)};{_text(user.first_name)};;;",
    ]
    if shown.organisation:
        lines.append(f"ORG:{_text(shown.organisation.name)}")
        town, country = shown.organisation.city, shown.organisation.get_country_display()
        lines.append(f"ADR;TYPE=WORK:;;;{_text(town)};;;{_text(country)}")
    values = {
        "TITLE": shown.job_title,
        "TEL;TYPE=WORK": shown.phone,
        "EMAIL;TYPE=INTERNET": shown.email,
        "CATEGORIES": ",".join(_text(theme.name) for theme in shown.expertise),
        "NOTE": _text(shown.bio),
    }
    escaped = ("CATEGORIES", "NOTE")
    lines += [f"{name}:{value if name in escaped else _text(value)}" for name, value in values.items() if value]
    lines += [f"URL:{url}", f"REV:{member.updated_at:%Y-%m-%dT%H:%M:%SZ}", "END:VCARD"]
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines)


def _text(value: str) -> str:
    printable = "".join(char for char in value if char.isprintable() or char == "\n")
    return vText(printable).to_ical().decode()
