"""No page, feed or search reveals a field outside its audience, whatever audiences a member chooses."""

import re

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.members.actions import update_profile
from community.members.audiences import FIELDS, NEVER_PUBLIC, audience_name
from community.members.models import Member, MemberSearchText
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Language, Sector, Theme

pytestmark = pytest.mark.django_db

# Each field contains a word that appears nowhere else.
WORDS = {
    "name": "Ziegelbaum",
    "organisation": "Quarzwerk",
    "job_title": "Flussdeuterin",
    "territory": "Nebelmark",
    "expertise": "Torfkunde",
    "languages": "Rotwelsch",
    "bio": "Moorwanderung",
    "phone": "+49 7000 4711",
    "email": "zb@kontakt.example.org",
}
# Query strings of the directory that find somebody by a field without its word.
FILTERS = {
    "organisation": ("country=LU", "kind=chamber", "sector=e", "city=Quarzhausen", "territory=quarzland",
                     "area=5.9,49.5,6.1,49.7"),
    "territory": ("country=BE", "territory=nebelmark"),
    "expertise": ("expertise=torfkunde",),
    "languages": ("language=rotwelsch",),
}  # fmt: skip
SEARCHED = ("name", "organisation", "job_title", "expertise", "bio")
# The fields that lists, feeds and the map show, without the entry's page and its vCard.
CARD = ("name", "organisation", "job_title", "expertise", "languages")
EXPORT = (*CARD, "territory")
PEOPLE, MAP, ATOM = "/en/directory/?who=people", "/en/directory/?who=people&view=map", "/en/feeds/members.atom"
LISTS = {
    PEOPLE: CARD,
    MAP: ("name",),
    ATOM: ("name", "organisation", "job_title"),
    "/en/feeds/members.csv": EXPORT,
    "/en/feeds/members.json": EXPORT,
}
ENTRY = ("name", "organisation", "job_title", "territory", "expertise", "languages", "bio", "phone", "email")
VCARD = ("name", "organisation", "job_title", "expertise", "bio", "phone", "email")
# These show the territory of a member whose organisation is not visible.
PLACED = (PEOPLE, MAP, ATOM)
# The choices of the filters and the active filters are the same for every reader.
OFFERED = re.compile(r'<details class="filters".*?</details>|<ul class="chips".*?</ul>', re.DOTALL)

AUDIENCES = st.sampled_from(["public", "members", "nobody"])
PRIVATE = st.sampled_from(["members", "nobody"])
CHOICES = st.fixed_dictionaries(
    {
        "visibility": AUDIENCES,
        **{audience_name(field): PRIVATE if field in NEVER_PUBLIC else AUDIENCES for field in FIELDS},
    }
)
WIDTH = {"public": 2, "members": 1, "nobody": 0}


@pytest.fixture
def member(site):
    quarzland = TerritoryFactory(slug="quarzland", country="LU", name_en="Quartzland")
    organisation = OrganisationFactory(
        name="Quarzwerk", city="Quarzhausen", country="LU", kind="chamber", sector=Sector.objects.get(slug="e"),
        latitude=49.6, longitude=6.0, territory=quarzland,
    )  # fmt: skip
    return MemberFactory(
        slug="somebody",
        user__first_name="Ida",
        user__last_name="Ziegelbaum",
        user__email="zb@kontakt.example.org",
        organisation=organisation,
        job_title="Flussdeuterin",
        territory=TerritoryFactory(
            slug="nebelmark", name_en="Nebelmark", country="BE", latitude=50.6, longitude=5.0, is_featured=True
        ),
        expertise=[Theme.objects.create(slug="torfkunde", name_fr="Torfkunde", name_en="Torfkunde")],
        languages=[Language.objects.create(slug="rotwelsch", name_fr="Rotwelsch", name_en="Rotwelsch")],
        bio="Moorwanderung am Abend.",
        phone="+49 7000 4711",
    )


@pytest.fixture
def readers(site):
    """The users by kind of reader; None is a visitor."""
    return {"visitor": None, "member": UserFactory(groups=["Members"]), "partner": UserFactory(groups=["Partners"])}


def visible_fields(choices: dict, reader: str) -> set[str]:
    """Return the fields that the reader may see: no field is shown more widely than the entry."""
    needed = WIDTH["public" if reader == "visitor" else "members"]
    audiences = {"name": "public", **{field: choices[audience_name(field)] for field in FIELDS}}
    return {
        field for field, audience in audiences.items() if min(WIDTH[audience], WIDTH[choices["visibility"]]) >= needed
    }


def shown_fields(response) -> set[str]:
    """Return the fields whose word is in the response."""
    text = OFFERED.sub("", response.content.decode())
    return {field for field, word in WORDS.items() if word in text}


def is_found(client, query: str) -> bool:
    return client.get(f"/en/feeds/members.json?{query}").json()["count"] == 1


SETTINGS = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def each_reader(client, readers, member, choices):
    """Sign in as each kind of reader, and yield the fields they may see with these choices."""
    update_profile(Member.objects.get(pk=member.pk), **choices)
    for name, user in readers.items():
        cache.clear()  # and with it how many exports one address may have made
        client.logout()
        if user:
            client.force_login(user)
        yield visible_fields(choices, name)


@SETTINGS
@given(choices=CHOICES)
def test_lists_feeds_and_the_map_show_what_the_reader_may_see_and_no_more(client, member, readers, choices):
    for seen in each_reader(client, readers, member, choices):
        for address, fields in LISTS.items():
            expected = seen & set(fields)
            if address in PLACED and "organisation" not in seen:
                expected |= seen & {"territory"}
            if address == MAP and not seen & {"organisation", "territory"}:
                expected = set()
            assert shown_fields(client.get(address)) == expected, (address, choices)


@SETTINGS
@given(choices=CHOICES)
def test_an_entry_and_its_vcard_show_what_the_reader_may_see_and_no_more(client, member, readers, choices):
    for seen in each_reader(client, readers, member, choices):
        for address, fields in (("/en/members/somebody/", ENTRY), ("/en/members/somebody.vcf", VCARD)):
            response = client.get(address)
            assert response.status_code == (200 if "name" in seen else 404)
            assert shown_fields(response) == seen & set(fields), (address, choices)
        assert (client.get("/en/members/somebody/contact/").status_code == 200) == ("contact" in seen)


@SETTINGS
@given(choices=CHOICES)
def test_nobody_is_found_by_a_field_that_the_reader_may_not_see(client, member, readers, choices):
    for seen in each_reader(client, readers, member, choices):
        for field, queries in FILTERS.items():
            for query in queries:
                assert is_found(client, query) == (field in seen), (query, choices)
        # On the map, the place of the organisation has priority over the territory.
        is_there = "territory" in seen and "organisation" not in seen
        assert is_found(client, "area=4.9,50.5,5.1,50.7") == is_there, choices
        for field in WORDS:
            expected = field in seen and field in SEARCHED
            assert is_found(client, f"q={WORDS[field]}") == expected, (field, choices)


@SETTINGS
@given(choices=CHOICES)
def test_search_results_and_counts_agree_with_the_audiences(client, member, readers, choices):
    for seen in each_reader(client, readers, member, choices):
        cache.clear()  # resets the rate limit of the search
        for field in SEARCHED:
            groups = client.get("/en/search/", {"q": WORDS[field]}).context["groups"]
            found = [group for group in groups if group["listing"].name == "members"]
            assert bool(found) == (field in seen), (field, choices)
            listed = client.get("/en/search/", {"q": WORDS[field], "in": "members"}).context["results"]
            assert len(listed) == len(found)
        bound = client.get("/en/directory/?who=people&expertise=torfkunde").context["bound"]
        assert bound.count == ("expertise" in seen)
        bound = client.get("/en/directory/?expertise=torfkunde").context["bound"]
        assert bound.count == ({"organisation", "expertise"} <= seen)


@SETTINGS
@given(choices=CHOICES)
def test_other_pages_respect_the_audiences(client, member, readers, choices):
    """The organisation, its territory, the person's own territory, a sheet and an approach."""
    own, theirs = member.territory, member.organisation.territory
    sheet = SheetPage.objects.first() or make_page(SheetPage)
    SheetPage.objects.filter(pk=sheet.pk).update(owner=member.user)
    approach = ApproachPage.objects.first() or make_page(ApproachPage, facilitator=member.user)
    for seen in each_reader(client, readers, member, choices):
        is_there = {"name", "organisation"} <= seen
        page = shown_fields(client.get(member.organisation.get_absolute_url()))
        assert page - {"organisation"} == (seen & {*CARD} - {"organisation"} if is_there else set())
        for territory, field in ((theirs, "organisation"), (own, "territory")):
            page = shown_fields(client.get(territory.get_absolute_url()))
            assert ("name" in page) == (field in seen)
            assert page - {"organisation", "territory"} <= seen
        for text in (sheet, approach):
            assert shown_fields(client.get(text.get_absolute_url())) == seen & {"name"}


@given(choices=CHOICES)
@SETTINGS
def test_the_search_index_contains_nothing_that_its_readers_may_not_see(member, choices):
    update_profile(Member.objects.get(pk=member.pk), **choices)
    for reader, level in (("visitor", "public"), ("member", "members")):
        seen = visible_fields(choices, reader)
        rows = MemberSearchText.objects.filter(member=member, level=level)
        assert len(rows) == ("name" in seen)
        for row in rows:
            text = f"{row.name} {row.text}"
            assert {field for field, word in WORDS.items() if word in text} == seen & set(SEARCHED)


def test_hidden_words_do_not_find_a_member_by_an_index_that_was_not_updated(member):
    """The row is replaced, so outdated index entries do not lead to the member."""
    before = set(MemberSearchText.objects.values_list("pk", flat=True))
    update_profile(member, bio_audience="members")
    kept = MemberSearchText.objects.get(level="members").pk
    renewed = MemberSearchText.objects.get(level="public").pk
    assert (kept in before, renewed in before) == (True, False)


def test_a_member_fetched_without_a_reader_is_shown_as_the_public_sees_them(member):
    update_profile(member, visibility="public", bio_audience="members", job_title_audience="public")
    view = Member.objects.get(pk=member.pk).view
    assert (view.bio, view.job_title, view.name) == ("", "Flussdeuterin", "Ida Ziegelbaum")
    update_profile(member, visibility="members")
    assert Member.objects.get(pk=member.pk).view.name == ""


def test_a_stored_audience_that_is_too_wide_reveals_neither_telephone_nor_address(client, member):
    Member.objects.filter(pk=member.pk).update(phone_audience="public", email_audience="public")
    for address in ("/en/members/somebody/", "/en/members/somebody.vcf"):
        assert shown_fields(client.get(address)) & {"phone", "email"} == set()


def test_a_hidden_territory_is_not_in_the_search_index(client, member):
    member.territory.is_featured = False
    member.territory.save()
    update_profile(member, territory_audience="members")
    assert "Nebelmark" not in client.get("/en/territories/").content.decode()
    update_profile(member, territory_audience="public")
    assert "Nebelmark" in client.get("/en/territories/").content.decode()
