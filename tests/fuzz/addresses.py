"""Every address that the URL resolver knows, with what fits into its gaps; and every page of the site."""

import re
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.regex_helper import normalize
from wagtail.models import Page

from tests.fuzz import values

# Names of parameters that views read without a form or a filter, in the CMS above all.
LOOSE = [
    *(
        "p",
        "page",
        "q",
        "export",
        "ordering",
        "next",
        "locale",
        "collection_id",
        "tag",
        "id",
        "ids",
        "as_object",
        "in_preview_panel",
    ),
    *(
        "mode",
        "token",
        "view",
        "month",
        "in",
        "results_only",
        "page_type",
        "content_type",
        "target_pages[]",
        "result_format",
    ),
    *(
        "is_searching",
        "search",
        "user_query",
        "parent",
        "root_page",
        "multiple",
        "per_page",
        "select_format",
        "e",
        "f",
        "_w_filter_fragment",
    ),
]


@dataclass(frozen=True)
class Route:
    """An address with gaps (`fr/my/sheets/%(pk)s/`) and the name of its view."""

    template: str
    gaps: tuple[str, ...]
    view: str


def routes() -> list[Route]:
    found = list(_walk(get_resolver(), "", ()))
    return list({(route.template, route.view): route for route in found}.values())


def _walk(resolver, before: str, gaps: tuple):
    for pattern in resolver.url_patterns:
        for template, names in _templates(pattern.pattern):
            whole, all_gaps = before + template, (*gaps, *names)
            if isinstance(pattern, URLResolver):
                yield from _walk(pattern, whole, all_gaps)
            elif isinstance(pattern, URLPattern):
                yield Route(whole, all_gaps, f"{pattern.callback.__module__}.{pattern.callback.__qualname__}")


def _templates(pattern) -> list[tuple[str, list[str]]]:
    if isinstance(pattern, LocalePrefixPattern):
        return [("%(language)s/", ["language"])]
    # A pattern of a path has its own look-ahead for lines, which the helper does not know.
    source = re.sub(r"\\Z|\(\?!\\n\)", "", pattern.regex.pattern)
    return normalize(source)


class Filling:
    """What fits into gaps: numbers, slugs and keys that are there."""

    def __init__(self):
        self.pools = {"language": values.LANGUAGES}
        slugs, numbers, keys = ["news", "atom", "csv", "json", "ics", "results"], [], []
        for model in apps.get_models():
            names = {field.name for field in model._meta.concrete_fields}
            rows = list(model._default_manager.order_by("pk")[:4])
            numbers += [str(row.pk) for row in rows]
            slugs += [row.slug for row in rows if "slug" in names]
            keys += [str(row.translation_key) for row in rows if "translation_key" in names]
            slugs += [model._meta.model_name, model._meta.app_label] if rows else []
        from website.core import listings

        self.pools |= {"name": [listing.name for listing in listings.every()], "fmt": ["atom", "csv", "json", "ics"]}
        self.pools |= {
            "app_label": [app.label for app in apps.get_app_configs()],
            "app_name": ["core", "topics", "wagtailcore"],
        }
        self.pools |= {"model_name": [model._meta.model_name for model in apps.get_models()]}
        self.numbers, self.slugs, self.keys = numbers, [slug for slug in slugs if slug], keys
        self.filters = sorted({name for listing in listings.every() for name in listing.filterset.base_filters})
        self.pages = [page.url for page in Page.objects.filter(depth__gt=1) if page.url]

    def address(self, dice: Random, route: Route) -> str:
        gaps = {gap: quote(self._gap(dice, gap), safe="") for gap in route.gaps}
        return "/" + route.template % gaps

    def _gap(self, dice: Random, gap: str) -> str:
        if dice.random() < 0.12 and gap != "language":
            return values.text(dice) or "x"
        if gap in self.pools:
            return dice.choice(self.pools[gap])
        if "uuid" in gap or "key" in gap:
            return dice.choice(self.keys)
        if "slug" in gap or "name" in gap:
            return dice.choice(self.slugs)
        return dice.choice(self.numbers if dice.random() < 0.8 else self.slugs)

    def query(self, dice: Random) -> str:
        if dice.random() < 0.35:
            return ""
        pairs = []
        for _ in range(dice.randrange(1, 5)):
            name = dice.choice(self.filters if dice.random() < 0.6 else LOOSE)
            value = dice.choice(self.slugs) if dice.random() < 0.3 else values.text(dice)
            name = dice.choice([name, name, name, f"{name}[]", f"{name}_0", f"{name}__in", values.text(dice)])
            pairs += [(name, value)] * dice.choice([1, 1, 1, 2])
        query = urlencode(pairs)
        return query + ("&q=%ff%ed%a0%80" if dice.random() < 0.05 else "")
