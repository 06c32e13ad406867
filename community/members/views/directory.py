from django.template.response import TemplateResponse

from community.members.enums import DirectoryLayout, DirectoryScope
from community.members.forms import DirectoryForm
from community.members.maps import directory_map
from website.core import listings

LISTINGS = {DirectoryScope.ORGANISATIONS: "organisations", DirectoryScope.PEOPLE: "members"}


def directory(request, page):
    """Organisations or people, as a list or on a map; every combination has the same filters."""
    shown = DirectoryForm(request.GET)
    is_understood = shown.is_valid()
    who = shown.cleaned_data.get("who", DirectoryScope.ORGANISATIONS)
    view = shown.cleaned_data.get("view", DirectoryLayout.LIST)
    bound = listings.get(LISTINGS[who]).bind(request, link_params=shown.link_params)
    context = {
        **page.get_context(request),
        "bound": bound,
        "shown": shown,
        "who_choices": [_choice(bound, "who", option, who) for option in DirectoryScope],
        "view_choices": [_choice(bound, "view", option, view) for option in DirectoryLayout],
        "map": directory_map(bound, who) if view == DirectoryLayout.MAP and bound.is_valid else None,
    }
    status = 200 if is_understood and bound.is_valid else 400
    return TemplateResponse(request, page.get_template(request), context, status=status)


def _choice(bound, name: str, option, chosen) -> dict:
    is_usual = option in (DirectoryScope.ORGANISATIONS, DirectoryLayout.LIST)
    url = bound.address(without=(name,)) if is_usual else bound.address((name, option.value))
    return {"label": option.label, "url": url, "is_current": option == chosen}
