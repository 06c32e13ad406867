"""Render a member as a vCard 3.0 (RFC 2426), which every address book reads."""

from icalendar import Component, vAdr, vCategory, vN, vOrg, vText, vUri

from community.members.models import Member


def render_vcard(member: Member, url: str) -> bytes:
    """Return the vCard of what `member.shown` shows; `url` is the absolute URL of the entry."""
    shown, user = member.shown, member.user
    card = Component()
    card.name = "VCARD"
    card.add("VERSION", vText("3.0"))
    card.add("UID", vText(member.feed_id))
    card.add("FN", _text(shown.name))
    # Family name, given name, additional names, prefixes, suffixes.
    card.add("N", vN((_printable(user.last_name or shown.name), _printable(user.first_name), "", "", "")))
    if shown.organisation:
        town, country = shown.organisation.city, shown.organisation.get_country_display()
        card.add("ORG", vOrg((_printable(shown.organisation.name),)))
        # Post office box, extended address, street, town, region, postal code, country.
        address = ("", "", "", _printable(town), "", "", _printable(str(country)))
        card.add("ADR", vAdr(address, params={"TYPE": "WORK"}))
    for name, value, params in (
        ("TITLE", shown.job_title, {}),
        ("TEL", shown.phone, {"TYPE": "WORK"}),
        ("EMAIL", shown.email, {"TYPE": "INTERNET"}),
    ):
        if value:
            card.add(name, _text(value, params))
    if shown.expertise:
        card.add("CATEGORIES", vCategory([_printable(theme.name) for theme in shown.expertise]))
    if shown.bio:
        card.add("NOTE", _text(shown.bio))
    card.add("URL", vUri(url))
    card.add("REV", vText(f"{member.updated_at:%Y-%m-%dT%H:%M:%SZ}"))
    return card.to_ical(sorted=False)


def _text(value: str, params: dict | None = None) -> vText:
    return vText(_printable(value), params=params)


def _printable(value: str) -> str:
    return "".join(char for char in value if char.isprintable() or char == "\n")
