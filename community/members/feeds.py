"""Render a member as a vCard 3.0 (RFC 2426), the version that all address books import."""

from icalendar import Component, vAdr, vCategory, vN, vOrg, vText, vUri

from community.members.models import Member


def render_vcard(member: Member, url: str) -> bytes:
    """Return a vCard of `member.view`. `url` is the absolute URL of the entry."""
    view, user = member.view, member.user
    card = Component()
    card.name = "VCARD"
    card.add("VERSION", vText("3.0"))
    card.add("UID", vText(member.feed_id))
    card.add("FN", _text(view.name))
    # Family name, given name, additional names, prefixes, suffixes.
    card.add("N", vN((_printable(user.last_name or view.name), _printable(user.first_name), "", "", "")))
    if view.organisation:
        town, country = view.organisation.city, view.organisation.get_country_display()
        card.add("ORG", vOrg((_printable(view.organisation.name),)))
        # Post office box, extended address, street, town, region, postal code, country.
        address = ("", "", "", _printable(town), "", "", _printable(str(country)))
        card.add("ADR", vAdr(address, params={"TYPE": "WORK"}))
    for name, value, params in (
        ("TITLE", view.job_title, {}),
        ("TEL", view.phone, {"TYPE": "WORK"}),
        ("EMAIL", view.email, {"TYPE": "INTERNET"}),
    ):
        if value:
            card.add(name, _text(value, params))
    if view.expertise:
        card.add("CATEGORIES", vCategory([_printable(theme.name) for theme in view.expertise]))
    if view.bio:
        card.add("NOTE", _text(view.bio))
    card.add("URL", vUri(url))
    card.add("REV", vText(f"{member.updated_at:%Y-%m-%dT%H:%M:%SZ}"))
    return card.to_ical(sorted=False)


def _text(value: str, params: dict | None = None) -> vText:
    return vText(_printable(value), params=params)


def _printable(value: str) -> str:
    return "".join(char for char in value if char.isprintable() or char == "\n")
