"""The sections of each language's tree: their titles, addresses and translations.

They change a few times a year and every page needs them, so they are read once a minute at most, and anew
in the process that changes one. An address that has become old in between redirects (wagtail's redirects).
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from wagtail.models import Page

SECONDS = 60
KEY = "core-sections"


@dataclass(frozen=True)
class Section:
    """A live child of a language's home."""

    title: str
    path: str
    url: str
    language: str
    translation_key: UUID
    is_in_menu: bool


def all_sections() -> list[Section]:
    """Every section of every language, in the order of the trees."""
    sections = cache.get(KEY)
    if sections is None:
        pages = Page.objects.filter(depth=3, live=True, alias_of=None).order_by("path").select_related("locale")
        sections = [
            Section(
                title=page.title,
                path=page.url_path,
                url=url_in_tree(page.url_path, page.locale.language_code),
                language=page.locale.language_code,
                translation_key=page.translation_key,
                is_in_menu=page.show_in_menus,
            )
            for page in pages
        ]
        cache.set(KEY, sections, SECONDS)
    return sections


def forget() -> None:
    cache.delete(KEY)


def url_in_tree(url_path: str, language: str) -> str:
    """Where a page answers: its path with the home's slug replaced by the language's prefix."""
    return f"/{language}/" + url_path.lstrip("/").partition("/")[2]


def reader_url(page, language: str) -> str:
    """Where a reader of `language` finds a page: under the section of their own tree, if there is one."""
    own = page.locale.language_code
    if own == language:
        return url_in_tree(page.url_path, own)
    parent = page.url_path.rstrip("/").rpartition("/")[0] + "/"
    key = next((section.translation_key for section in all_sections() if section.path == parent), None)
    for section in all_sections():
        if key and section.translation_key == key and section.language == language:
            return f"{section.url}{page.slug}/"
    return url_in_tree(page.url_path, own)
