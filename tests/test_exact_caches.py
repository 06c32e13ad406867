"""After a change of any model, every cached page and feed equals a freshly rendered one."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.test import Client
from wagtail.models import Locale, Page

from community.forum.actions.posting import add_post, thank
from community.forum.models import Board, Post
from experiences.sheets.models import SheetPage
from tests.factories.events import make_event
from tests.factories.forum import make_board, make_topic
from tests.factories.knowledge import make_provenance
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.sheets import pdf, picture
from tests.factories.texts import full_album, full_answer, full_approach, full_news, full_note, full_tool
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.core import listings
from website.core.database.statements import parse, tables
from website.core.forms.files import checked
from website.topics.models import Language, Theme

pytestmark = pytest.mark.django_db
OWN = ("website", "community", "experiences")
# Wagtail's models whose rows our pages show.
SHOWN_OF_WAGTAIL = ("wagtailcore.Page", "wagtailcore.PageViewRestriction", "wagtailcore.Locale")
# Fields that hold addresses or structured values, which a changed letter would make invalid.
UNCHANGED_FIELDS = re.compile(
    "slug|path|code|html|body|email|language|zone|token|file|url|draft|uid|digest|vevent|password|nace|filter_spec|focal"
)
PER_RESPONSE_VALUES = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|csrf_token[^,]*')


@pytest.fixture
def contents(site):
    """Create objects of every kind that readers see, linked with each other."""
    theme, territory = Theme.objects.get(slug="water"), TerritoryFactory(slug="port", name_fr="Port", is_featured=True)
    organisation = OrganisationFactory(slug="papeterie", name="Papeterie", territory=territory)
    organisation.languages.add(Language.objects.get(slug="de"))
    member = MemberFactory(organisation=organisation, territory=territory)
    member.expertise.add(theme)
    member.languages.add(Language.objects.get(slug="fr"))
    for make in (full_news, full_note, full_tool, full_answer, full_album):
        make()
    approach = full_approach()
    about = {"themes": [theme], "territories": [territory], "organisation": organisation}
    sheet = make_page(SheetPage, title="Vapeur", owner=member.user, approach=approach, **about)
    make_event(title="Visite", themes=[theme], territories=[territory], organiser=organisation)
    board = make_board(slug="heat", theme=theme, territory=territory)
    cited_topic = make_topic(member.user, board, title="Cited elsewhere")
    body = f"[a]({sheet.url}) [b](/fr/organisations/papeterie/) [c](/en/discussions/{cited_topic.pk}/) @{member.slug}"
    topic = make_topic(member.user, board, title="Who has heat?", body=body, themes=[theme], territories=[territory])
    post = add_post(MemberFactory().user, topic, "See the file.", [checked(pdf()), checked(picture())])
    thank(UserFactory(), post)
    make_topic(member.user, board, title="About the sheet", target=sheet.text)
    make_provenance()
    return site


def addresses() -> list[str]:
    """Return the addresses of every French page, every feed, and one row of every other model with an address."""
    pages = Page.objects.filter(depth__gt=1, live=True, locale__language_code="fr")
    found = {page.get_absolute_url() for page in pages.specific()}
    found |= {f"/fr/feeds/{each.name}.{fmt}" for each in listings.every() for fmt in each.formats}
    for model in apps.get_models():
        if hasattr(model, "get_absolute_url") and not issubclass(model, Page) and is_shown(model):
            found |= {row.get_absolute_url() for row in model.objects.order_by("pk")[:1]}
    found |= {"/fr/echanges/?theme=water", "/fr/actualites/?theme=water", "/fr/agenda/?view=month", "/fr/echanges/"}
    return sorted(found)


def is_shown(model) -> bool:
    return model.__module__.split(".")[0] in OWN or model._meta.label in SHOWN_OF_WAGTAIL


def changed_models() -> list:
    found = [model for model in apps.get_models(include_auto_created=True) if is_shown(model)]
    return [model for model in found if model._meta.db_table != "core_contentversion"]


def change(model) -> None:
    """Change a value of every row with a bulk query, which sends no signals."""
    fields = [field for field in model._meta.local_concrete_fields if not UNCHANGED_FIELDS.search(field.name)]
    values = {}
    for field in fields:
        if field.primary_key or field.is_relation or field.choices:
            continue
        if type(field) in (models.CharField, models.TextField) and (field.max_length or 99) > 40 and not field.unique:
            values[field.attname] = Concat(Value("x"), Substr(field.attname, 2))
    for name, value in values.items():
        model._base_manager.exclude(**{name: ""}).update(**{name: value})
    dates = [field for field in fields if isinstance(field, models.DateTimeField) and not field.auto_now]
    if values:
        return
    if dates:
        model._base_manager.update(**{dates[0].attname: F(dates[0].attname) + timedelta(days=1)})
    elif not issubclass(model, Page | Locale):
        # A row that only links others has no value to change.
        model._base_manager.filter(pk__in=model._base_manager.order_by("pk").values("pk")[:1]).delete()


class Reader:
    """Request pages with and without the cache, as one user."""

    def __init__(self, user=None):
        self.client, self.is_signed_in = Client(), user is not None
        if user:
            self.client.force_login(user)

    def read(self, address: str) -> tuple:
        response = self.client.get(address)
        return response.status_code, PER_RESPONSE_VALUES.sub("", response.getvalue().decode(errors="replace"))

    def is_cached(self, address: str) -> bool:
        """Return whether parts of the page are cached; for members, these are the lists and topics of the forum."""
        is_forum = any(part in address for part in ("/echanges/", "/boards/", "/discussions/"))
        return is_forum or not self.is_signed_in

    def read_fresh(self, address: str) -> tuple:
        default, caches["default"] = caches["default"], DummyCache("", {})
        try:
            return self.read(address)
        finally:
            caches["default"] = default


@pytest.fixture(params=["visitor", "member"])
def reader(request, contents, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    user = UserFactory(first_name="Ada", last_name="Keller") if request.param == "member" else None
    found = Reader(user)
    for address in addresses():
        found.read(address)
    return found


def tables_read(reader: Reader, address: str) -> set[str]:
    names = set()

    def record(execute, sql, params, many, context):
        names.update(parse(sql).reads, parse(sql).untracked)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        reader.read_fresh(address)
    return names


def test_a_change_of_a_table_that_a_page_does_not_read_leaves_it_unchanged(reader):
    stale = []
    for address in addresses():
        reader.read(address)
        others = tables().tracked | tables().untracked
        others -= tables_read(reader, address)
        with transaction.atomic():
            for model in changed_models():
                if model._meta.db_table in others:
                    change(model)
            if reader.read(address) != reader.read_fresh(address):
                stale.append(address)
            transaction.set_rollback(True)
    assert stale == []


def test_after_a_change_of_any_model_cached_pages_equal_freshly_rendered_ones(reader):
    read_by = {address: tables_read(reader, address) for address in addresses() if reader.is_cached(address)}
    stale = []
    for model in changed_models():
        change(model)
        for address, names in read_by.items():
            if model._meta.db_table in names and reader.read(address) != reader.read_fresh(address):
                stale.append((model._meta.label, address))
    assert stale == []


def test_the_fixture_has_citations_attachments_posts_and_boards(contents):
    assert [
        label for label in ("forum.Citation", "forum.Attachment") if not apps.get_model(label).objects.exists()
    ] == []
    assert (Post.objects.count(), Board.objects.count()) > (3, 0)
