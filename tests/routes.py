"""Every route of the site, read from Django's URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

# Values for path parameters where only their type matters.
SAMPLES = {
    "IntConverter": 1,
    "StringConverter": "1",
    "SlugConverter": "x",
    "UUIDConverter": UUID(int=7, version=4),
    "PathConverter": "x",
}


@dataclass(frozen=True)
class Route:
    """`name` includes namespaces and is the pattern if the route has none; `converters` are by parameter name."""

    name: str
    pattern: str
    view: str
    converters: dict = field(default_factory=dict, hash=False, compare=False)

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith("cms/")

    @property
    def group(self) -> str:
        """The outermost namespace, or the name of a route without one."""
        return self.name.split(":")[0]

    def path(self, **values) -> str | None:
        """Return an address built from `values` or samples, or None if the route takes other parameters."""
        parts = {name: values.get(name, SAMPLES[type(kind).__name__]) for name, kind in self.converters.items()}
        try:
            return reverse(self.name, kwargs=parts)
        except NoReverseMatch:
            return None


def routes() -> list[Route]:
    return list(_walk(get_resolver(), "", (), {}))


def _walk(resolver, prefix: str, namespaces: tuple[str, ...], converters: dict) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        parts = converters | dict(getattr(entry.pattern, "converters", {}))
        if isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name)) if entry.name else pattern
            yield Route(name, pattern, entry.lookup_str, parts)
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, pattern, inner, parts)
