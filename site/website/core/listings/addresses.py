"""Where the listings are shown."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import get_language

from website.core import sections


def pages() -> Iterator[tuple[str, str, tuple]]:
    """Each listing that a page shows: its name, that page's address in the active language, the pairs it says there."""
    for section in sections.all_sections():
        addresses = getattr(apps.get_model(section.type), "listing_addresses", dict)()
        if section.language == get_language():
            for name, pairs in addresses.items():
                yield name, section.url, pairs
