"""The URLs of the pages that show listings."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import get_language

from website.core import sections


def pages() -> Iterator[tuple[str, str, tuple]]:
    """Yield the name of each listing that a page shows, the page's URL in the active language, and its parameters."""
    for section in sections.all_sections():
        addresses = getattr(apps.get_model(section.type), "listing_addresses", dict)()
        if section.language == get_language():
            for name, pairs in addresses.items():
                yield name, section.url, pairs
