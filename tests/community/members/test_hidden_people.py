"""A hidden member is in no list, map, count, search, filter or feed."""

import pytest

from community.members.actions import update_profile
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

PAGES = [
    "/fr/annuaire/?who=people",
    "/fr/annuaire/?who=people&view=map",
    "/de/verzeichnis/?who=people&view=map",
    "/fr/annuaire/?who=people&q=Verborgen",
    "/fr/annuaire/?who=people&q=Schattenwirtschaft",
    "/fr/annuaire/?who=people&expertise=water",
    "/fr/annuaire/?who=people&territory=colmar",
    "/fr/annuaire/?who=people&country=FR&city=Colmar&view=map",
    "/fr/organisations/papeterie/",
    "/fr/territories/colmar/",
    "/fr/feeds/members.atom",
    "/fr/feeds/members.csv",
    "/fr/feeds/members.json",
    "/fr/feeds/members.json?q=Verborgen",
    "/fr/feeds/members.csv?expertise=water",
]
ORGANISATIONS = ["/fr/annuaire/", "/fr/feeds/organisations.csv", "/fr/feeds/organisations.json"]
PRIVATE = ["+33 1 23 45", "verborgen@example.org", "kontakt@example.org", "+33 9 87 65"]


@pytest.fixture
def organisation(site):
    colmar = TerritoryFactory(slug="colmar", latitude=48.08, longitude=7.36)
    place = {"territory": colmar, "latitude": 48.08, "longitude": 7.36}
    return OrganisationFactory(slug="papeterie", email="kontakt@example.org", phone="+33 9 87 65 43", **place)


def somebody(organisation, visibility, **fields):
    return MemberFactory(
        slug="verborgen",
        user__first_name="Ottokar",
        user__last_name="Verborgen",
        user__email="verborgen@example.org",
        job_title="Schattenwirtschaft",
        bio="Ich arbeite im Verborgenen.",
        phone="+33 1 23 45 67",
        organisation=organisation,
        territory=organisation.territory,
        visibility=visibility,
        expertise=[Theme.objects.get(slug="water")],
        **fields,
    )


def hidden(organisation):
    return somebody(organisation, "nobody")


def closed(organisation):
    return somebody(organisation, "public", user__is_active=False)


def for_members(organisation):
    return somebody(organisation, "members")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("make", "signs_in"), [(hidden, True), (hidden, False), (closed, True), (for_members, False)])
def test_a_hidden_member_is_on_no_page(organisation, client, path, make, signs_in):
    make(organisation)
    if signs_in:
        client.force_login(UserFactory())
    response = client.get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert [word for word in ("Ottokar", "/verborgen/", "Ich arbeite") if word in text] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_visible_member_is_on_these_pages(organisation, client, path):
    """The control: what the tests above look for is found if it is visible."""
    somebody(organisation, "public")
    assert "Ottokar" in client.get(path).content.decode()


@pytest.mark.parametrize("make", [hidden, closed, for_members])
def test_the_page_of_a_hidden_member_is_a_404(organisation, client, make):
    make(organisation)
    assert client.get("/fr/members/verborgen/").status_code == 404


def test_hidden_people_are_not_counted(organisation, client):
    hidden(organisation)
    assert b"0 results" in client.get("/en/directory/?who=people").content
    client.force_login(UserFactory())
    assert b"0 results" in client.get("/en/directory/?expertise=water").content
    assert client.get("/fr/feeds/organisations.json?expertise=water").json()["items"] == []


def test_an_organisation_is_found_by_the_expertise_of_visible_members_only(organisation, client):
    for_members(organisation)
    assert b"0 results" in client.get("/en/directory/?expertise=water").content
    client.force_login(UserFactory())
    assert b"1 result" in client.get("/en/directory/?expertise=water").content


@pytest.mark.parametrize(
    "path", [*PAGES, "/fr/annuaire/", *(f"/fr/feeds/organisations.{fmt}" for fmt in ("csv", "json"))]
)
def test_no_visitor_is_given_a_telephone_or_an_e_mail_address(organisation, client, path):
    somebody(organisation, "public")
    text = client.get(path).content.decode()
    assert [private for private in PRIVATE if private in text] == []


@pytest.mark.parametrize("fmt", ["csv", "json", "atom"])
@pytest.mark.parametrize("name", ["members", "organisations"])
def test_no_feed_gives_a_telephone_or_an_e_mail_address_to_anybody(organisation, client, name, fmt):
    somebody(organisation, "public")
    client.force_login(UserFactory(is_superuser=True))
    text = client.get(f"/fr/feeds/{name}.{fmt}").content.decode()
    assert [private for private in PRIVATE if private in text] == []


def test_an_account_without_a_name_is_never_listed_by_its_address(organisation, client):
    MemberFactory(slug="jemand", user__first_name="", user__last_name="", user__email="verborgen@example.org")
    for path in ("/fr/annuaire/?who=people", "/fr/feeds/members.atom", "/fr/feeds/members.csv", "/fr/members/jemand/"):
        text = client.get(path).content.decode()
        assert "jemand" in text
        assert "verborgen@example.org" not in text


def test_a_sheet_does_not_lead_to_the_page_of_a_hidden_author(organisation, client):
    member = hidden(organisation)
    sheet = make_page(SheetPage)
    SheetPage.objects.filter(pk=sheet.pk).update(owner=member.user)
    assert "/members/verborgen/" not in client.get(sheet.get_absolute_url()).content.decode()


@pytest.mark.parametrize("visibility", ["nobody", "members"])
def test_a_page_does_not_name_its_author_to_readers_who_may_not_see_them(organisation, client, visibility):
    member = somebody(organisation, visibility)
    sheet = make_page(SheetPage)
    SheetPage.objects.filter(pk=sheet.pk).update(owner=member.user)
    approach = make_page(ApproachPage, facilitator=member.user)
    for page in (sheet, approach):
        assert "Ottokar" not in client.get(page.get_absolute_url()).content.decode()
    assert "a member of the network" in client.get(f"/en/sheets/{sheet.slug}/").content.decode()
    client.force_login(UserFactory())
    for page in (sheet, approach):
        assert ("Ottokar" in client.get(page.get_absolute_url()).content.decode()) == (visibility == "members")


def test_a_page_stops_naming_a_hidden_author_on_the_next_request(organisation, client):
    member = somebody(organisation, "public")
    sheet = make_page(SheetPage)
    SheetPage.objects.filter(pk=sheet.pk).update(owner=member.user)
    assert "Ottokar" in client.get(sheet.get_absolute_url()).content.decode()
    update_profile(member, visibility="members")
    assert "Ottokar" not in client.get(sheet.get_absolute_url()).content.decode()


def test_an_author_without_an_entry_is_named_to_members_only(organisation, client):
    author = UserFactory(first_name="Ottokar")
    sheet = make_page(SheetPage)
    SheetPage.objects.filter(pk=sheet.pk).update(owner=author)
    assert "Ottokar" not in client.get(sheet.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    assert "Ottokar" in client.get(sheet.get_absolute_url()).content.decode()
