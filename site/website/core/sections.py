"""The sections of each language's tree: their titles, addresses and translations.

They change a few times a year and every page needs them, so they are read once a minute at most, and anew
in the process that changes one. An address that has become old in between redirects (wagtail's redirects).
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Locale, Page

HOME_DEPTH = 2
SECONDS = 60
KEY = "core-sections"


@dataclass(frozen=True)
class Section:
    """A language's home (`is_home`) or a live child of it."""

    title: str
    path: str
    url: str
    locale: Locale
    translation_key: UUID
    is_in_menu: bool
    is_home: bool

    @property
    def language(self) -> str:
        return self.locale.language_code


def all_sections() -> list[Section]:
    """Every home and section of every language, in the order of the trees."""
    sections = cache.get(KEY)
    if sections is None:
        pages = Page.objects.filter(depth__in=(2, 3), live=True, alias_of=None).order_by("path")
        sections = [
            Section(
                title=page.title,
                path=page.url_path,
                url=url_in_tree(page.url_path, page.locale.language_code),
                locale=page.locale,
                translation_key=page.translation_key,
                is_in_menu=page.show_in_menus,
                is_home=page.depth == HOME_DEPTH,
            )
            for page in pages.select_related("locale")
        ]
        cache.set(KEY, sections, SECONDS)
    return sections


def forget() -> None:
    cache.delete(KEY)


def home(language: str) -> Section | None:
    return next((section for section in all_sections() if section.is_home and section.language == language), None)


def active_locale() -> Locale:
    """The locale of the language in force."""
    found = home(get_language())
    return found.locale if found else Locale.get_active()


def live_page_at(language: str, path: str) -> Page | None:
    """The live page, as its own type, whose address is `path` under the language's prefix."""
    root = home(language)
    if root is None:
        return None
    page = Page.objects.filter(url_path=root.path + path, live=True).only("pk", "content_type").first()
    return page and page.specific_class.objects.select_related("locale").get(pk=page.pk)


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
