"""Tags by which templates of lower layers show members."""

from django import template

from community.members.audiences import level_of, name_at

register = template.Library()


@register.simple_tag(takes_context=True)
def person_shown(context, person) -> dict:
    """Return `name` and `url` of a user as the reader may see them; both are empty if the entry is hidden."""
    request = context.get("request")
    if person is None or request is None:
        return {"name": "", "url": ""}
    name, member = name_at(level_of(request.user), person), getattr(person, "member", None)
    return {"name": name, "url": member.get_absolute_url() if name and member else ""}


@register.simple_tag(takes_context=True)
def person_fact(context, person, label: str) -> list[dict]:
    """Return a list of one fact for `components/facts.html`; empty if the reader may not see the person."""
    shown = person_shown(context, person)
    return [{"label": label, "value": shown["name"], "url": shown["url"]}] if shown["name"] else []
