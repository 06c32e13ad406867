"""The home page and sections of each language's tree: their titles, URLs and translations.

Every page needs them and they rarely change, so each process holds them until they do.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from website.core.caching import SharedValue

HOME_DEPTH, SECTION_DEPTH = 2, 3


@dataclass(frozen=True)
class Section:
    """The home page of a language (`is_home`) or a live child of it."""

    title: str
    path: str
    url: str
    locale: Locale
    translation_key: UUID
    is_in_menu: bool
    is_home: bool
    type: str
    # Its URLs by language code.
    urls: dict[str, str]

    @property
    def language(self) -> str:
        return self.locale.language_code


def all_sections() -> Collection[Section]:
    """Return the home page and sections of every language, in tree order."""
    return _by_path().values()


def _by_path() -> dict[str, Section]:
    return _sections.get()


def _read_sections() -> dict[str, Section]:
    pages = Page.objects.filter(depth__in=(HOME_DEPTH, SECTION_DEPTH), live=True, alias_of=None).order_by("path")
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    urls = defaultdict(dict)
    for page in pages:
        language = locales[page.locale_id].language_code
        urls[page.translation_key][language] = url_in_tree(page.url_path, language)
    return {
        page.url_path: Section(
            title=page.title,
            path=page.url_path,
            url=urls[page.translation_key][locales[page.locale_id].language_code],
            locale=locales[page.locale_id],
            translation_key=page.translation_key,
            is_in_menu=page.show_in_menus,
            is_home=page.depth == HOME_DEPTH,
            type=page.specific_class._meta.label,
            urls=urls[page.translation_key],
        )
        for page in pages
    }


_sections = SharedValue("sections", _read_sections)


def home(language: str) -> Section | None:
    return next((section for section in all_sections() if section.is_home and section.language == language), None)


def active_locale() -> Locale:
    """Return the locale of the active language."""
    found = home(get_language())
    return found.locale if found else Locale.get_active()


def section_url(model) -> str:
    """Return the URL of the active language's section of this page type, or else of its home page."""
    language, label = get_language(), model._meta.label
    for section in all_sections():
        if section.type == label and section.language == language:
            return section.url
    return f"/{language}/"


def breadcrumbs_to(model) -> list[Section]:
    """Return the breadcrumbs of a row that is shown below this page type: the home page and the section."""
    language, label = get_language(), model._meta.label
    return [s for s in all_sections() if s.language == language and (s.is_home or s.type == label)]


def live_page_at(language: str, path: str) -> Page | None:
    """Return the live page, as its specific type, for `path` below the language's prefix, or None.

    A text without a version in this language is served below the section in the reader's own tree, with the slug of
    its original: a German text within French menus. If a version in this language is added, the old path still finds
    it; the returned page then has another URL.
    """
    root = home(language)
    if root is None:
        return None
    url_path = root.path + path
    parent, _slash, slug = url_path.rstrip("/").rpartition("/")
    model = _type_at(url_path)
    pages = model.objects.filter(live=True)
    pages = pages.only("pk", "content_type") if model is Page else pages.for_page()
    # Wagtail indexes the column of slugs, but not that of URL paths.
    page = pages.filter(url_path=url_path, slug=slug).first()
    if page is None:
        paths = [f"{section.path}{slug}/" for section in _translations_of(f"{parent}/")]
        texts = Page.objects.filter(url_path__in=paths, slug=slug, live=True).values("translation_key")
        shown = pages.filter(reader_versions__locale=root.locale, translation_key__in=texts)
        page = shown.first() if paths else None
    return page.specific_class.objects.for_page().get(pk=page.pk) if page and model is Page else page


def _type_at(url_path: str) -> type[Page]:
    """Return the page type at a URL path if it follows from the sections, else `Page`."""
    sections = _by_path()
    if url_path in sections:
        return apps.get_model(sections[url_path].type)
    parent = sections.get(url_path.rstrip("/").rpartition("/")[0] + "/")
    children = apps.get_model(parent.type).allowed_subpage_models() if parent else []
    return children[0] if len(children) == 1 else Page


def slug_is_taken(page: Page, slug: str, parent: Page) -> bool:
    """Return whether another text in a translation of the section `parent` has this slug.

    Both texts would then have the same URL in each other's tree.
    """
    paths = [f"{section.path}{slug}/" for section in _translations_of(parent.url_path)]
    others = Page.objects.filter(url_path__in=paths).exclude(translation_key=page.translation_key)
    return bool(paths) and others.exists()


def _translations_of(path: str) -> list[Section]:
    """Return the translations of the section at this path."""
    own = _by_path().get(path)
    if own is None or own.is_home:
        return []
    return [other for other in all_sections() if other.translation_key == own.translation_key and other != own]


def url_in_tree(url_path: str, language: str) -> str:
    """Return the URL of a page: its path with the home page's slug replaced by the language prefix."""
    return f"/{language}/" + url_path.lstrip("/").partition("/")[2]


def reader_url(page, language: str) -> str:
    """Return the URL of a page for readers of `language`: below the section in their own tree, if there is one."""
    return reader_url_of(page.url_path, page.locale.language_code, language)


def reader_url_of(url_path: str, own: str, language: str) -> str:
    """Return the same as `reader_url` for a page that is not loaded, from its URL path and its own language."""
    if own == language:
        return url_in_tree(url_path, own)
    parent, _slash, slug = url_path.rstrip("/").rpartition("/")
    section = _by_path().get(f"{parent}/")
    if section and not section.is_home and language in section.urls:
        return f"{section.urls[language]}{slug}/"
    return url_in_tree(url_path, own)
