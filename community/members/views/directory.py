from django.template.response import TemplateResponse

from community.members.enums import DirectoryLayout, DirectoryScope
from community.members.forms import DirectoryForm
from community.members.maps import directory_map
from website.core import listings

LISTINGS = {DirectoryScope.ORGANISATIONS: "organisations", DirectoryScope.PEOPLE: "members"}


def directory(request, page):
    """Show organisations or people, as a list or on a map, all with the same filters."""
    form = DirectoryForm(request.GET)
    is_valid = form.is_valid()
    who = form.cleaned_data.get("who", DirectoryScope.ORGANISATIONS)
    view = form.cleaned_data.get("view", DirectoryLayout.LIST)
    bound = listings.get(LISTINGS[who]).bind(request, link_params=form.link_params)
    context = {
        **page.get_context(request),
        "bound": bound,
        "directory_form": form,
        "who_choices": [_choice(bound, "who", option, who) for option in DirectoryScope],
        "view_choices": [_choice(bound, "view", option, view) for option in DirectoryLayout],
        "map": directory_map(bound, who) if view == DirectoryLayout.MAP and bound.is_valid else None,
    }
    status = 200 if is_valid and bound.is_valid else 400
    return TemplateResponse(request, page.get_template(request), context, status=status)


def _choice(bound, name: str, option, chosen) -> dict:
    is_default = option in (DirectoryScope.ORGANISATIONS, DirectoryLayout.LIST)
    url = bound.address(without=(name,)) if is_default else bound.address((name, option.value))
    return {"label": option.label, "url": url, "is_current": option == chosen}
