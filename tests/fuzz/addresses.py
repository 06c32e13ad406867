"""The addresses of the URL resolver, with values for their parameters, and of all pages of the site."""

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

# Query parameters that views read without a form or a filter set, mainly in the CMS.
UNDECLARED_PARAMETERS = [
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
    """An address with placeholders (`fr/my/sheets/%(pk)s/`), their names, and the name of its view."""

    template: str
    parameters: tuple[str, ...]
    view: str


def routes() -> list[Route]:
    found = list(_walk(get_resolver(), "", ()))
    return list({(route.template, route.view): route for route in found}.values())


def _walk(resolver, prefix: str, parameters: tuple):
    for pattern in resolver.url_patterns:
        for template, names in _templates(pattern.pattern):
            full, all_parameters = prefix + template, (*parameters, *names)
            if isinstance(pattern, URLResolver):
                yield from _walk(pattern, full, all_parameters)
            elif isinstance(pattern, URLPattern):
                yield Route(full, all_parameters, f"{pattern.callback.__module__}.{pattern.callback.__qualname__}")


def _templates(pattern) -> list[tuple[str, list[str]]]:
    if isinstance(pattern, LocalePrefixPattern):
        return [("%(language)s/", ["language"])]
    # `path()` patterns contain a look-ahead for line breaks, which `normalize` does not support.
    source = re.sub(r"\\Z|\(\?!\\n\)", "", pattern.regex.pattern)
    return normalize(source)


class ParameterValues:
    """Existing values for URL parameters: primary keys, slugs and translation keys."""

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

    def address(self, rng: Random, route: Route) -> str:
        parameters = {parameter: quote(self._value(rng, parameter), safe="") for parameter in route.parameters}
        return "/" + route.template % parameters

    def _value(self, rng: Random, parameter: str) -> str:
        if rng.random() < 0.12 and parameter != "language":
            return values.text(rng) or "x"
        if parameter in self.pools:
            return rng.choice(self.pools[parameter])
        if "uuid" in parameter or "key" in parameter:
            return rng.choice(self.keys)
        if "slug" in parameter or "name" in parameter:
            return rng.choice(self.slugs)
        return rng.choice(self.numbers if rng.random() < 0.8 else self.slugs)

    def query(self, rng: Random) -> str:
        if rng.random() < 0.35:
            return ""
        pairs = []
        for _ in range(rng.randrange(1, 5)):
            name = rng.choice(self.filters if rng.random() < 0.6 else UNDECLARED_PARAMETERS)
            value = rng.choice(self.slugs) if rng.random() < 0.3 else values.text(rng)
            name = rng.choice([name, name, name, f"{name}[]", f"{name}_0", f"{name}__in", values.text(rng)])
            pairs += [(name, value)] * rng.choice([1, 1, 1, 2])
        query = urlencode(pairs)
        return query + ("&q=%ff%ed%a0%80" if rng.random() < 0.05 else "")
