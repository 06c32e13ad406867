"""Pages in their sections, published through revisions."""

from datetime import date

from wagtail.models import Locale

from website.events.models import EventPage
from website.home.models import HomePage
from website.library.models import AlbumPage
from website.pages.models import StandardPage
from website.topics.models import TopicalPage, topical_models
from website.watch.models import WatchNotePage

# Page type: the type of its section, which is its first parent type.
INDEXES = {model: model.clean_parent_page_models()[0] for model in topical_models()} | {StandardPage: HomePage}
DEFAULTS = {
    WatchNotePage: {
        "source": "Institut des matières",
        "source_url": "https://institut.example.org/etude",
        "source_date": date(2026, 3, 1),
        "why_it_matters": "Le même gisement existe chez nous.",
    },
    AlbumPage: {"date": date(2026, 5, 12)},
    EventPage: {"start_date": date(2026, 12, 3)},
}


def make_page(model, *, language="fr", live=True, themes=(), territories=(), translation_of=None, **fields):
    """Create a page of `model` in its section in `language`; publish it unless `live` is false."""
    index = INDEXES[model].objects.get(locale__language_code=language)
    fields = {"title": f"Un texte de {model.__name__}", **DEFAULTS.get(model, {}), **fields}
    page = model(locale=Locale.objects.get(language_code=language), live=False, **fields)
    if translation_of is not None:
        page.translation_key = translation_of.translation_key
    index.add_child(instance=page)
    if isinstance(page, TopicalPage):
        page.themes.set(themes)
        page.territories.set(territories)
    revision = page.save_revision()
    if live:
        revision.publish()
        page.refresh_from_db()
    return page
