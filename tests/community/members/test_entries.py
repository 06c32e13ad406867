"""The pages of an organisation and of a member."""

import pytest

from community.members.models import Member
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.topics.models import Language, Sector, Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_an_organisations_page_takes_the_same_statements_however_many_rows_are_related(site, client, number):
    organisation = OrganisationFactory(slug="papeterie", languages=Language.objects.all()[:number])
    for _ in range(number):
        MemberFactory(organisation=organisation, expertise=Theme.objects.all()[:2], languages=Language.objects.all())
        make_page(SheetPage, organisation=organisation)
        make_page(ApproachPage, lead_organisation=organisation)
    client.get("/fr/organisations/papeterie/")
    with statements("directory: an organisation"):
        response = client.get("/fr/organisations/papeterie/")
    assert response.content.decode().count('<article class="card') == 3 * number


@pytest.mark.parametrize("number", [1, 3])
def test_a_members_page_takes_the_same_statements_however_many_rows_are_related(site, client, number):
    themes, languages = Theme.objects.all()[:number], Language.objects.all()[:number]
    member = MemberFactory(slug="weber", organisation=OrganisationFactory(), expertise=themes, languages=languages)
    for _ in range(number):
        SheetPage.objects.filter(pk=make_page(SheetPage).pk).update(owner=member.user)
        make_page(ApproachPage, facilitator=member.user)
    client.get("/fr/members/weber/")
    with statements("directory: a member"):
        response = client.get("/fr/members/weber/")
    assert response.content.decode().count('<article class="card') == 2 * number


def test_an_organisations_page_shows_its_facts_in_the_readers_language(site, client):
    OrganisationFactory(
        slug="papeterie",
        sector=Sector.objects.get(slug="c"),
        nace_code="17.12",
        territory=TerritoryFactory(slug="sarre", name_fr="Sarre", name_de="Saarland"),
        country="DE",
        address="1 route des Moulins",
        postal_code="66111",
        city="Sarrebruck",
        website="https://papeterie.example.org",
        description="Fabrique du carton.",
        languages=[Language.objects.get(slug="nl")],
    )
    html = client.get("/de/organisations/papeterie/").content.decode()
    for words in ("C Verarbeitendes Gewerbe", "17.12", "Saarland", "Deutschland", "Niederländisch", "66111 Sarrebruck"):
        assert words in html
    assert 'href="/de/verzeichnis/?sector=c"' in html
    assert 'href="/de/territories/sarre/"' in html
    assert '<div class="prose" lang="fr">' in html
    assert 'class="notice"' in html
    assert 'rel="canonical" href="http://testserver/de/organisations/papeterie/"' in html
    assert 'class="notice"' not in client.get("/fr/organisations/papeterie/").content.decode()


def test_an_organisations_contacts_are_for_signed_in_users(site, client):
    OrganisationFactory(slug="papeterie", email="kontakt@example.org", phone="+33 9 87 65 43")
    visitor = client.get("/fr/organisations/papeterie/").content.decode()
    client.force_login(UserFactory())
    member = client.get("/fr/organisations/papeterie/").content.decode()
    assert [("kontakt@example.org" in html, "+33 9 87" in html) for html in (visitor, member)] == [
        (False, False),
        (True, True),
    ]


def test_an_organisation_shows_its_sheets_in_the_readers_language(site, client):
    organisation = OrganisationFactory(slug="papeterie")
    french = make_page(SheetPage, title="Une chaudière", organisation=organisation)
    make_page(SheetPage, language="de", title="Ein Kessel", translation_of=french, organisation=organisation)
    make_page(SheetPage, title="Un brouillon", organisation=organisation, live=False)
    html = client.get("/de/organisations/papeterie/").content.decode()
    assert [title in html for title in ("Ein Kessel", "Une chaudière", "Un brouillon")] == [True, False, False]


def test_a_members_page_marks_the_language_of_their_text(site, client):
    MemberFactory(
        slug="weber",
        user__last_name="Weber",
        job_title="Animatrice",
        bio="J’anime une démarche.",
        bio_language="fr",
        expertise=[Theme.objects.get(slug="water")],
        organisation=OrganisationFactory(name="Papeterie"),
    )
    html = client.get("/de/members/weber/").content.decode()
    for words in ("Camille Weber", "Animatrice", "Papeterie", '<div class="prose" lang="fr">', 'class="notice"'):
        assert words in html
    assert 'href="/de/verzeichnis/?who=people&amp;expertise=water"' in html


@pytest.mark.parametrize(("audience", "expected"), [("nobody", (False, False)), ("members", (False, True))])
def test_telephone_and_address_are_for_signed_in_users_if_the_member_allows_it(site, client, audience, expected):
    audiences = {"phone_audience": audience, "email_audience": audience}
    MemberFactory(slug="weber", user__email="weber@example.org", phone="+33 1 23", **audiences)
    visitor = client.get("/fr/members/weber/").content.decode()
    client.force_login(UserFactory())
    member = client.get("/fr/members/weber/").content.decode()
    for private in ("+33 1 23", "weber@example.org"):
        assert (private in visitor, private in member) == expected


def test_a_member_is_shown_with_the_sheets_they_wrote_not_with_those_they_translated(site, client):
    author, translator = MemberFactory(slug="author"), MemberFactory(slug="translator")
    french = make_page(SheetPage, title="Une chaudière")
    german = make_page(SheetPage, language="de", title="Ein Kessel", translation_of=french)
    SheetPage.objects.filter(pk=french.pk).update(owner=author.user)
    SheetPage.objects.filter(pk=german.pk).update(owner=translator.user)
    assert "Ein Kessel" in client.get("/de/members/author/").content.decode()
    assert "Ein Kessel" not in client.get("/de/members/translator/").content.decode()


def test_people_find_a_link_to_change_their_own_entry(site, client):
    own, other = MemberFactory(slug="own"), MemberFactory(slug="other")
    client.force_login(own.user)
    assert "/fr/my/profile/" in client.get("/fr/members/own/").content.decode().split('class="aside"')[1]
    assert "/fr/my/profile/" not in client.get(f"/fr/members/{other.slug}/").content.decode().split('class="aside"')[1]


@pytest.mark.parametrize("path", ["/fr/organisations/nobody/", "/fr/members/nobody/", "/fr/members/%00/"])
def test_a_missing_entry_is_a_404(site, client, path):
    assert client.get(path).status_code == 404


def test_markup_in_an_entry_is_escaped(site, client):
    OrganisationFactory(slug="papeterie", name="<b>Papeterie</b>", description="<script>alert(1)</script>")
    member = MemberFactory(slug="weber", job_title="<i>x</i>", bio="<img src=x>")
    for path in ("/fr/organisations/papeterie/", member.get_absolute_url(), "/fr/annuaire/", "/fr/annuaire/?view=map"):
        html = client.get(path).content.decode()
        assert [mark for mark in ("<b>Pap", "<script>alert", "<i>x", "<img src=x") if mark in html] == []


def test_the_name_of_a_member_is_never_their_address():
    assert str(Member(slug="weber", user=UserFactory.build(first_name="", last_name=""))) == "weber"
