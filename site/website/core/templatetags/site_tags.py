"""Template tags and filters for all templates of the site."""

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
LARGEST_COUNT = 99


@register.simple_tag
def total(number: int, *queues: dict | None) -> int:
    """Return the sum of a number and the `waiting` entries of each queue that the reader handles."""
    return number + sum(queue["waiting"] for queue in queues if queue)


@register.filter
def counted(number: int | str) -> str:
    """Format a number for a badge: `7` or `99+`. A string is returned unchanged."""
    return f"{LARGEST_COUNT}+" if isinstance(number, int) and number > LARGEST_COUNT else str(number)


@register.filter
def markdown(text: str, top: int = 3) -> str:
    """Render a member's Markdown as safe HTML, with headings from h3 or from level `top`."""
    return mark_safe(render_markdown(text, top))  # noqa: S308 - render_markdown sanitises


@register.filter
def cleaned(html: str) -> str:
    """Sanitise the stored rich text of an editor."""
    return mark_safe(clean_rich_text(html))  # noqa: S308 - clean_rich_text sanitises


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the active language: `de` → `allemand`."""
    return BabelLocale(get_language()).languages.get(code, code)


@register.filter
def feed_label(fmt: str) -> str:
    """Return the name of a feed format for readers."""
    return {"atom": _("Atom feed"), "csv": _("Spreadsheet (CSV)"), "json": "JSON", "ics": _("Calendar file (iCal)")}[
        fmt
    ]


@register.simple_tag
def elided_range(page) -> list:
    """Return the page numbers for the pagination around `page`, with an ellipsis for omitted ones."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def contact_address() -> str:
    """Return the contact e-mail address of the network."""
    return settings.DEFAULT_FROM_EMAIL


@register.simple_tag(takes_context=True)
def site_menu(context) -> list[dict]:
    """Return the menu entries of the active language."""
    request = context.get("request")
    path, language = request.path if request else "", get_language()
    return [
        {"title": section.title, "url": section.url, "is_current": path.startswith(section.url)}
        for section in sections.all_sections()
        if section.is_in_menu and section.language == language
    ]


@register.simple_tag
def footer_links() -> list[dict]:
    """Return the top-level pages that are not in the menu, such as the legal notice."""
    language = get_language()
    return [
        {"title": section.title, "url": section.url}
        for section in sections.all_sections()
        if not (section.is_in_menu or section.is_home) and section.language == language
    ]


def _filters(request, page) -> str:
    """Return the query string of a list, since its filters mean the same in every language."""
    # A preview in the CMS is a request without a query string.
    query = request.META.get("QUERY_STRING", "") if request and isinstance(page, ListingPage) else ""
    return f"?{query}" if query else ""


@register.simple_tag(takes_context=True)
def language_choices(context) -> list[dict]:
    """Return the languages of the site, each with the URL of this page in it, or else of its home page."""
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
