from dataclasses import replace
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.members.models import DirectoryPage, Member
from website.core import listings
from website.core.sections import active_locale, breadcrumbs_to, section_url
from website.home.models import TerritoryIndexPage
from website.maps.drawing import draw_map, frame_around, is_on_map
from website.topics.models import Territory

ENTRIES = 3


@require_safe
def territory(request, slug):
    """Show a territory with the newest items of every list that can be filtered by it."""
    found = get_object_or_404(Territory.objects.select_related("parent"), slug=slug)
    parts = Territory.objects.parts_of(found).in_use(Member.objects.publicly_in_a_territory()).by_name()
    context = {
        "territory": found,
        "trail": breadcrumbs_to(TerritoryIndexPage),
        "canonical": request.build_absolute_uri(request.path),
        "facts": _facts(found),
        "parts": [{"label": part.name, "url": part.get_absolute_url()} for part in parts],
        "lists": _lists(found, listings.Reader(request.user, active_locale())),
        "map": _small_map(found),
    }
    return TemplateResponse(request, "home/territory.html", context)


def _facts(found: Territory) -> list[dict]:
    facts = [{"label": _("Type"), "value": found.get_kind_display()}]
    facts.append({"label": _("Country"), "value": found.get_country_display()})
    if found.code:
        facts.append({"label": _("Official code"), "value": found.code})
    if found.population:
        facts.append({"label": _("Population"), "value": number_format(found.population, force_grouping=True)})
    if found.parent:
        facts.append({"label": _("Part of"), "value": found.parent.name, "url": found.parent.get_absolute_url()})
    return facts


def _lists(found: Territory, reader) -> list[dict]:
    """Return the non-empty lists in the order of the menu.

    Each contains the URL of the filtered list, if the filters offer this territory.
    """
    by_name = {listing.name: listing for listing in listings.every()}
    lists = []
    for name, url, pairs in listings.pages():
        listing = by_name.get(name)
        if listing is None or "territory" not in listing.filterset.base_filters:
            continue
        items = list(listing.filtered_by(reader, "territory", found)[:ENTRIES])
        query = urlencode([*pairs, ("territory", found.slug)])
        if items:
            template, address = listing.item_template, f"{url}?{query}" if found.is_featured else ""
            lists.append({"name": name, "title": listing.title, "entries": items, "template": template, "url": address})
    return lists


def _small_map(found: Territory):
    """Return a map of the territory that links to its directory, or None if it has no place on the map."""
    place = found.whereabouts
    if place is None or not is_on_map(place):
        return None
    query = urlencode({"territory": found.slug, "view": "map"} if found.is_featured else {"view": "map"})
    url = f"{section_url(DirectoryPage)}?{query}"
    frame = frame_around([place])
    return draw_map([replace(place, items=(found,))], frame, lambda _circle: (_("Members in %s") % place.name, url))
