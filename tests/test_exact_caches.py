"""Whatever changes, what comes from the cache is what would be rendered now: every page, every feed, every model."""

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
# Wagtail's own tables that our pages show.
SHOWN = ("wagtailcore.Page", "wagtailcore.PageViewRestriction", "wagtailcore.Locale")
# A change of these would lead to another address, or be no text of that kind any more.
FIXED = re.compile(
    "slug|path|code|html|body|email|language|zone|token|file|url|draft|uid|digest|vevent|password|nace|filter_spec|focal"
)
OWN_VALUES = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|csrf_token[^,]*')


@pytest.fixture
def world(site):
    """Something of everything that readers see, each connected with the others."""
    theme, place = Theme.objects.get(slug="water"), TerritoryFactory(slug="port", name_fr="Port", is_featured=True)
    firm = OrganisationFactory(slug="papeterie", name="Papeterie", territory=place)
    firm.languages.add(Language.objects.get(slug="de"))
    member = MemberFactory(organisation=firm, territory=place)
    member.expertise.add(theme)
    member.languages.add(Language.objects.get(slug="fr"))
    for make in (full_news, full_note, full_tool, full_answer, full_album):
        make()
    approach = full_approach()
    about = {"themes": [theme], "territories": [place], "organisation": firm}
    sheet = make_page(SheetPage, title="Vapeur", owner=member.user, approach=approach, **about)
    make_event(title="Visite", themes=[theme], territories=[place], organiser=firm)
    board = make_board(slug="heat", theme=theme, territory=place)
    cited = make_topic(member.user, board, title="Cited elsewhere")
    words = f"[a]({sheet.url}) [b](/fr/organisations/papeterie/) [c](/en/discussions/{cited.pk}/) @{member.slug}"
    topic = make_topic(member.user, board, title="Who has heat?", body=words, themes=[theme], territories=[place])
    post = add_post(MemberFactory().user, topic, "See the file.", [checked(pdf()), checked(picture())])
    thank(UserFactory(), post)
    make_topic(member.user, board, title="About the sheet", target=Page.objects.get(pk=sheet.pk))
    make_provenance()
    return site


def addresses() -> list[str]:
    """Of every page in French, every feed, and the first rows of every other model that has an address of its own."""
    pages = Page.objects.filter(depth__gt=1, live=True, locale__language_code="fr")
    found = {page.get_absolute_url() for page in pages.specific()}
    found |= {f"/fr/feeds/{each.name}.{fmt}" for each in listings.every() for fmt in each.formats}
    for model in apps.get_models():
        if hasattr(model, "get_absolute_url") and not issubclass(model, Page) and is_own(model):
            found |= {row.get_absolute_url() for row in model.objects.order_by("pk")[:1]}
    found |= {"/fr/echanges/?theme=water", "/fr/actualites/?theme=water", "/fr/agenda/?view=month", "/fr/echanges/"}
    return sorted(found)


def is_own(model) -> bool:
    return model.__module__.split(".")[0] in OWN or model._meta.label in SHOWN


def changed_models() -> list:
    found = [model for model in apps.get_models(include_auto_created=True) if is_own(model)]
    return [model for model in found if model._meta.db_table != "core_contentversion"]


def change(model) -> None:
    """Change something of every row, by the shortest way, of which no signal tells."""
    fields = [field for field in model._meta.local_concrete_fields if not FIXED.search(field.name)]
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
        # A row of a relation has nothing to lose but itself.
        model._base_manager.filter(pk__in=model._base_manager.order_by("pk").values("pk")[:1]).delete()


class Reader:
    """Somebody who reads pages, from the cache and without it."""

    def __init__(self, user=None):
        self.client, self.is_signed_in = Client(), user is not None
        if user:
            self.client.force_login(user)

    def read(self, address: str) -> tuple:
        response = self.client.get(address)
        return response.status_code, OWN_VALUES.sub("", response.getvalue().decode(errors="replace"))

    def shares(self, address: str) -> bool:
        """Whether anything of the page is served from the cache: to members, lists and topics of the exchange."""
        is_exchange = any(part in address for part in ("/echanges/", "/boards/", "/discussions/"))
        return is_exchange or not self.is_signed_in

    def read_fresh(self, address: str) -> tuple:
        kept, caches["default"] = caches["default"], DummyCache("", {})
        try:
            return self.read(address)
        finally:
            caches["default"] = kept


@pytest.fixture(params=["visitor", "member"])
def reader(request, world, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    user = UserFactory(first_name="Ada", last_name="Keller") if request.param == "member" else None
    found = Reader(user)
    for address in addresses():
        found.read(address)
    return found


def tables_read(reader: Reader, address: str) -> set[str]:
    names = set()

    def note(execute, sql, params, many, context):
        names.update(parse(sql).reads, parse(sql).untracked)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        reader.read_fresh(address)
    return names


def test_what_a_page_does_not_read_changes_nothing_of_it(reader):
    wrong = []
    for address in addresses():
        reader.read(address)
        others = tables().tracked | tables().untracked
        others -= tables_read(reader, address)
        with transaction.atomic():
            for model in changed_models():
                if model._meta.db_table in others:
                    change(model)
            if reader.read(address) != reader.read_fresh(address):
                wrong.append(address)
            transaction.set_rollback(True)
    assert wrong == []


def test_after_a_change_of_any_model_every_page_is_as_if_it_were_rendered_now(reader):
    read_by = {address: tables_read(reader, address) for address in addresses() if reader.shares(address)}
    wrong = []
    for model in changed_models():
        change(model)
        for address, names in read_by.items():
            if model._meta.db_table in names and reader.read(address) != reader.read_fresh(address):
                wrong.append((model._meta.label, address))
    assert wrong == []


def test_the_world_has_something_of_everything_that_readers_see(world):
    assert [
        label for label in ("forum.Citation", "forum.Attachment") if not apps.get_model(label).objects.exists()
    ] == []
    assert (Post.objects.count(), Board.objects.count()) > (3, 0)
