"""The sections of each language's tree: their titles, addresses and translations.

They change a few times a year and every page needs them, so each process holds them until a page has changed.
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
    """A language's home (`is_home`) or a live child of it."""

    title: str
    path: str
    url: str
    locale: Locale
    translation_key: UUID
    is_in_menu: bool
    is_home: bool
    type: str
    # Its addresses in all languages, by their codes.
    urls: dict[str, str]

    @property
    def language(self) -> str:
        return self.locale.language_code


def all_sections() -> Collection[Section]:
    """Every home and section of every language, in the order of the trees."""
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
    """The locale of the language in force."""
    found = home(get_language())
    return found.locale if found else Locale.get_active()


def section_url(model) -> str:
    """The address of the active language's section of that page type; its home where there is none."""
    language, label = get_language(), model._meta.label
    for section in all_sections():
        if section.type == label and section.language == language:
            return section.url
    return f"/{language}/"


def breadcrumbs_to(model) -> list[Section]:
    """What lies above a row that is shown under that page type: the active language's home, and the section."""
    language, label = get_language(), model._meta.label
    return [s for s in all_sections() if s.language == language and (s.is_home or s.type == label)]


def live_page_at(language: str, path: str) -> Page | None:
    """The live page, as its own type, that answers at `path` under the language's prefix.

    A text without a version in this language answers under the section of the reader's own tree, with the
    slug of its original: French address and menus around a German text. Once there is a version in this
    language, that address still leads to the text: what is returned then has an address of its own.
    """
    root = home(language)
    if root is None:
        return None
    address = root.path + path
    parent, _slash, slug = address.rstrip("/").rpartition("/")
    model = _type_at(address)
    pages = model.objects.filter(live=True)
    pages = pages.only("pk", "content_type") if model is Page else pages.for_page()
    # Wagtail's table has an index of slugs and none of addresses.
    page = pages.filter(url_path=address, slug=slug).first()
    if page is None:
        twins = [f"{section.path}{slug}/" for section in _twins(f"{parent}/")]
        texts = Page.objects.filter(url_path__in=twins, slug=slug, live=True).values("translation_key")
        shown = pages.filter(reader_versions__locale=root.locale, translation_key__in=texts)
        page = shown.first() if twins else None
    return page.specific_class.objects.for_page().get(pk=page.pk) if page and model is Page else page


def _type_at(address: str) -> type[Page]:
    """The type of what is at a path in the tree, as far as the sections tell it; else simply `Page`."""
    sections = _by_path()
    if address in sections:
        return apps.get_model(sections[address].type)
    parent = sections.get(address.rstrip("/").rpartition("/")[0] + "/")
    children = apps.get_model(parent.type).allowed_subpage_models() if parent else []
    return children[0] if len(children) == 1 else Page


def slug_is_taken(page: Page, slug: str, parent: Page) -> bool:
    """Whether another text under the same section (`parent`) of another language has this slug.

    Such a text would hide the page, or be hidden by it, where either is shown in the other's tree.
    """
    twins = [f"{section.path}{slug}/" for section in _twins(parent.url_path)]
    others = Page.objects.filter(url_path__in=twins).exclude(translation_key=page.translation_key)
    return bool(twins) and others.exists()


def _twins(path: str) -> list[Section]:
    """The same section in the other languages' trees."""
    own = _by_path().get(path)
    if own is None or own.is_home:
        return []
    return [other for other in all_sections() if other.translation_key == own.translation_key and other != own]


def url_in_tree(url_path: str, language: str) -> str:
    """Where a page answers: its path with the home's slug replaced by the language's prefix."""
    return f"/{language}/" + url_path.lstrip("/").partition("/")[2]


def reader_url(page, language: str) -> str:
    """Where a reader of `language` finds a page: under the section of their own tree, if there is one."""
    return reader_url_of(page.url_path, page.locale.language_code, language)


def reader_url_of(url_path: str, own: str, language: str) -> str:
    """The same for a page that was not loaded: its path in the tree and its own language."""
    if own == language:
        return url_in_tree(url_path, own)
    parent, _slash, slug = url_path.rstrip("/").rpartition("/")
    section = _by_path().get(f"{parent}/")
    if section and not section.is_home and language in section.urls:
        return f"{section.urls[language]}{slug}/"
    return url_in_tree(url_path, own)
