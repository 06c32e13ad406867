"""What pages below this layer show of members."""

from django import template

from community.members.audiences import MemberView, level_of

register = template.Library()


@register.simple_tag(takes_context=True)
def person_shown(context, person) -> dict:
    """An account's person as the reader may see them: `name` and `url`, both empty where the entry is hidden.

    Somebody who has no entry has not opened one to everyone: people who have signed in are told the name.
    """
    request = context.get("request")
    if person is None or request is None:
        return {"name": "", "url": ""}
    member = getattr(person, "member", None)
    if member is None:
        return {"name": person.get_full_name() if request.user.is_authenticated else "", "url": ""}
    shown = MemberView(member, level_of(request.user))
    return {"name": shown.name, "url": member.get_absolute_url() if shown.is_listed else ""}


@register.simple_tag(takes_context=True)
def person_fact(context, person, label: str) -> list[dict]:
    """For `components/facts.html`: the person under that label; nothing where the reader may not be told who it is."""
    shown = person_shown(context, person)
    return [{"label": label, "value": shown["name"], "url": shown["url"]}] if shown["name"] else []
