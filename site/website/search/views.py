from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from website.accounts.permissions import limited
from website.core import listings
from website.core.filters import numbered_page, page_number
from website.core.sections import active_locale
from website.search.forms import SearchForm

PER_LISTING = 5
PER_PAGE = 20


@require_safe
@limited("search")
def search(request):
    """Search the whole site: show the best results of every listing, or all results of the chosen one."""
    form = SearchForm(request.GET)
    context = {"form": form, "groups": [], "results": None, "nothing_found": False}
    if not form.is_valid():
        return render(request, "search/search.html", context, status=400)
    words, chosen = form.cleaned_data["q"], form.cleaned_data["in"]
    reader = listings.Reader(request.user, active_locale())
    if words and chosen:
        listing = listings.get(chosen)
        page = numbered_page(listing.items(reader).matching(words), PER_PAGE, page_number(request.GET))
        page.object_list = listing.personalised(page.object_list, reader)
        context |= {"results": page, "listing": listing}
    elif words:
        context["groups"] = [
            group for group in (_group(entry, reader, words) for entry in listings.searched()) if group
        ]
    context["nothing_found"] = bool(words) and not (context["groups"] or context["results"])
    context["querystring"] = f"?{urlencode({'q': words, 'in': chosen})}&"
    return render(request, "search/search.html", context)


def _group(listing, reader, words: str) -> dict | None:
    items = listing.personalised(listing.items(reader).matching(words)[: PER_LISTING + 1], reader)
    more = f"?{urlencode({'q': words, 'in': listing.name})}" if len(items) > PER_LISTING else ""
    return {"listing": listing, "items": items[:PER_LISTING], "url": more} if items else None
