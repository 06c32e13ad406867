"""What every template of the site may ask for."""

from babel import Locale as BabelLocale
from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from website.core import sections
from website.core.fields import clean_rich_text, render_markdown
from website.core.models import ListingPage

register = template.Library()
MOST_COUNTED = 99


@register.simple_tag
def total(number: int, *desks: dict | None) -> int:
    """A number, and what is `waiting` at each desk that the reader has."""
    return number + sum(desk["waiting"] for desk in desks if desk)


@register.filter
def counted(number: int | str) -> str:
    """A number as a badge says it: `7` or `99+`; a sign stays what it is."""
    return f"{MOST_COUNTED}+" if isinstance(number, int) and number > MOST_COUNTED else str(number)


@register.filter
def markdown(text: str, top: int = 3) -> str:
    """Safe HTML of a member's Markdown, its headings from h3 or from the level that is given."""
    return mark_safe(render_markdown(text, top))  # noqa: S308 - render_markdown sanitises


@register.filter
def cleaned(html: str) -> str:
    """An editor's rich text as its readers get it, whatever is stored."""
    return mark_safe(clean_rich_text(html))  # noqa: S308 - clean_rich_text sanitises


@register.filter
def language_name(code: str) -> str:
    """A language's name in the reader's language: `de` → `allemand`."""
    return BabelLocale(get_language()).languages.get(code, code)


@register.filter
def feed_label(fmt: str) -> str:
    """What a reader calls a format."""
    return {"atom": _("Atom feed"), "csv": _("Spreadsheet (CSV)"), "json": "JSON", "ics": _("Calendar file (iCal)")}[
        fmt
    ]


@register.simple_tag
def elided_range(page) -> list:
    """The page numbers to offer around a numbered page, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def contact_address() -> str:
    """Where people write to the network."""
    return settings.DEFAULT_FROM_EMAIL


@register.simple_tag(takes_context=True)
def site_menu(context) -> list[dict]:
    """The sections of the reader's tree, the current one marked."""
    request = context.get("request")
    here, language = request.path if request else "", get_language()
    return [
        {"title": section.title, "url": section.url, "is_current": here.startswith(section.url)}
        for section in sections.all_sections()
        if section.is_in_menu and section.language == language
    ]


@register.simple_tag
def footer_links() -> list[dict]:
    """The pages beside the sections: about, legal notice and the like."""
    language = get_language()
    return [
        {"title": section.title, "url": section.url}
        for section in sections.all_sections()
        if not (section.is_in_menu or section.is_home) and section.language == language
    ]


def _filters(request, page) -> str:
    """A list's filters mean the same in every language."""
    # A preview in the CMS is a request without a query string.
    query = request.META.get("QUERY_STRING", "") if request and isinstance(page, ListingPage) else ""
    return f"?{query}" if query else ""


@register.simple_tag(takes_context=True)
def language_choices(context) -> list[dict]:
    """The site's languages, each with the address of this page there, or of its home."""
    request, page = context.get("request"), context.get("page")
    translations = {}
    if isinstance(page, Page) and page.pk:
        translations = {version.locale.language_code: version for version in page.live_versions}
    choices = []
    for code, _name in settings.LANGUAGES:
        if page is not None:
            version = translations.get(code)
            url = sections.reader_url(version or page, code) if translations else f"/{code}/"
            url += _filters(request, page)
        else:
            url = translate_url(request.get_full_path(), code) if request else f"/{code}/"
        name = BabelLocale(code).get_display_name(code).capitalize()
        choices.append({"code": code, "name": name, "url": url, "is_current": code == get_language()})
    return choices
