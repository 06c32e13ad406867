"""What pages below this layer show of members."""

from django import template

from community.members.audiences import level_of, name_at

register = template.Library()


@register.simple_tag(takes_context=True)
def person_shown(context, person) -> dict:
    """An account's person as the reader may see them: `name` and `url`, both empty where the entry is hidden."""
    request = context.get("request")
    if person is None or request is None:
        return {"name": "", "url": ""}
    name, member = name_at(level_of(request.user), person), getattr(person, "member", None)
    return {"name": name, "url": member.get_absolute_url() if name and member else ""}


@register.simple_tag(takes_context=True)
def person_fact(context, person, label: str) -> list[dict]:
    """For `components/facts.html`: the person under that label; nothing where the reader may not be told who it is."""
    shown = person_shown(context, person)
    return [{"label": label, "value": shown["name"], "url": shown["url"]}] if shown["name"] else []
