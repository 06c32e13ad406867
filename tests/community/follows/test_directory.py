"""Followed lists of the directory: who is notified of new organisations and members, and who must not be."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import querydict_from_html

from community.follows.actions import entries
from community.follows.actions.follows import mute
from community.follows.models import Follow
from community.follows.subjects.lists import FollowedList
from community.joining.actions.invitations import accept_invitation
from community.members.actions import update_profile
from community.members.audiences import AnyMember
from community.members.models import Member
from tests.factories.follows import make_follow, make_follower
from tests.factories.joining import InvitationFactory
from tests.factories.people import MemberFactory, UserFactory, join
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.core.sections import all_sections
from website.notifications.lines import line_for, prefetch_for_lines, still_relevant
from website.notifications.models import Notification
from website.topics.actions import announce_organisation
from website.topics.models import Language, Organisation, Territory, Theme

pytestmark = pytest.mark.django_db
KIND, PAGE, CHANGE = "directory-entry", "/en/directory/", "/en/my/follows/change/"
FIELDS = ("subject", "key", "query", "back")


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def notified() -> dict[str, int]:
    """Return the number of notifications by the query of the followed list."""
    found = {}
    for row in Notification.objects.filter(kind=KIND):
        found[row.reason_object.query] = found.get(row.reason_object.query, 0) + 1
    return found


def notified_people() -> list[str]:
    return sorted(Notification.objects.filter(kind=KIND).values_list("recipient__first_name", flat=True))


def follow_each(listing: str, queries) -> None:
    for query in queries:
        make_follow(FollowedList(listing, query))


def add_in_the_cms(client, **fields) -> Organisation:
    address = reverse(Organisation.snippet_viewset.get_url_name("add"))
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    for name, value in {"slug": "cartonnerie", "kind": "company", "country": "FR", **fields}.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    response = client.post(address, form)
    assert response.status_code == 302, response.context["form"].errors
    return Organisation.objects.get(slug="cartonnerie")


ORGANISATION_IN = [
    *("", "country=FR", "territory=alsace", "kind=company", "language=de", "city=Colmar", "q=carton", "q=RIED"),
    *("area=7.000,48.000,8.000,49.000", "territory=colmar&kind=company"),
]
ORGANISATION_OUT = [
    *("country=DE", "territory=basel", "kind=authority", "language=nl", "city=Kehl", "q=arton"),
    *("area=1.000,43.000,2.000,44.000", "territory=colmar&kind=authority"),
]


def test_an_organisation_added_in_the_cms_notifies_followers_of_the_lists_that_contain_it(place, client):
    follow_each("organisations", [*ORGANISATION_IN, *ORGANISATION_OUT])
    editor = UserFactory(groups=["Editors"])
    make_follow(FollowedList("organisations", "kind=company"), editor)
    client.force_login(editor)
    add_in_the_cms(
        client,
        name="Cartonnerie du Ried",
        territory=str(place.pk),
        city="Colmar",
        latitude="48.08",
        longitude="7.36",
        languages=[str(Language.objects.get(slug="de").pk)],
    )
    assert notified() == dict.fromkeys(ORGANISATION_IN, 1)
    assert not Notification.objects.filter(recipient=editor).exists()


def test_a_change_of_an_organisation_does_not_notify_of_it_or_its_people(place, client):
    organisation = OrganisationFactory(slug="papeterie")
    MemberFactory(organisation=organisation)
    follow_each("organisations", ["", "territory=alsace"])
    follow_each("members", ["", "territory=alsace"])
    client.force_login(UserFactory(is_superuser=True))
    address = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[organisation.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    form["territory"] = str(place.pk)
    assert client.post(address, form).status_code == 302
    assert notified() == {}


def test_followers_of_a_territory_are_notified_of_new_organisations_and_not_of_people(place):
    for slug in ("basel", "colmar", "alsace"):
        reader = make_follower(Territory.objects.get(slug=slug), first_name=slug)
    make_follow(FollowedList("organisations", "territory=alsace"), reader)
    join(territory=place)
    assert notified_people() == []
    announce_organisation(OrganisationFactory(territory=place))
    assert notified_people() == ["alsace", "colmar"]


MEMBER_IN = [
    *("", "expertise=water", "language=de", "territory=alsace", "country=FR", "kind=company", "city=Colmar"),
    *("q=weber", "q=MÉTHAN", "q=papeterie&expertise=water"),
]
MEMBER_OUT = ["expertise=energy", "language=nl", "territory=basel", "country=DE", "kind=authority", "q=ethanisation"]


def test_a_new_member_notifies_followers_of_the_lists_that_contain_them(entry):
    follow_each("members", [*MEMBER_IN, *MEMBER_OUT])
    join(**entry)
    assert notified() == dict.fromkeys(MEMBER_IN, 1)


def test_accepting_an_invitation_notifies_followers_of_the_directory(place):
    follow_each("members", ["", "territory=colmar", "territory=basel", "language=en"])
    names = {"first_name": "Jonas", "last_name": "Becker", "language": "en"}
    accept_invitation(InvitationFactory(territory=place), password="vapeur-et-condensats", **names)
    assert notified() == {"": 1, "territory=colmar": 1, "language=en": 1}


@pytest.mark.parametrize(
    ("field", "queries"),
    [
        ("expertise", ["expertise=water", "q=eau", "q=wasser"]),
        ("languages", ["language=de"]),
        ("organisation", ["kind=company", "city=Colmar", "q=papeterie"]),
        ("bio", ["q=méthanisation"]),
        ("job_title", ["q=ingénieure"]),
    ],
)
def test_a_hidden_field_does_not_put_a_member_into_a_followed_list(entry, field, queries):
    follow_each("members", ["", *queries])
    hidden = join(**entry, **{f"{field}_audience": "nobody"})
    assert notified() == {"": 1}
    update_profile(hidden, **{f"{field}_audience": "members"})
    assert notified() == dict.fromkeys(["", *queries], 1)


def test_a_hidden_place_does_not_put_a_member_into_a_followed_list(entry):
    queries = ["territory=alsace", "country=FR", "q=colmar"]
    follow_each("members", ["", *queries])
    join(**entry, organisation_audience="nobody", territory_audience="nobody")
    assert notified() == {"": 1}


def test_a_hidden_entry_notifies_once_when_it_is_shown(entry):
    make_follower(FollowedList("members"), first_name="Ana")
    hidden = join(**entry, visibility="nobody")
    assert notified_people() == []
    update_profile(hidden, visibility="members")
    assert notified_people() == ["Ana"]
    make_follower(FollowedList("members"), first_name="Ben")
    update_profile(hidden, visibility="nobody")
    update_profile(hidden, visibility="public")
    assert notified_people() == ["Ana", "Ben"]


def test_a_follower_of_several_lists_is_notified_once_of_the_same_member(entry):
    reader = make_follower(FollowedList("members"))
    for query in ("expertise=water", "expertise=energy"):
        make_follow(FollowedList("members", query), reader)
    somebody = join(**entry)
    update_profile(somebody, expertise=[theme("energy")])
    assert Notification.objects.filter(recipient=reader).count() == 1


def test_a_changed_entry_notifies_followers_of_the_lists_it_enters_and_not_of_those_it_was_in(entry):
    somebody = MemberFactory(expertise=[theme("water")])
    follow_each("members", ["", "expertise=water", "expertise=energy"])
    update_profile(somebody, job_title="Animatrice", languages=entry["languages"])
    assert notified() == {}
    update_profile(somebody, expertise=[theme("water"), theme("energy")])
    assert notified() == {"expertise=energy": 1}


def test_nobody_is_notified_of_themselves_or_of_their_own_actions(entry, client):
    coordinator = make_follower(FollowedList("members"), is_superuser=True, first_name="Eva")
    make_follower(FollowedList("members"), first_name="Ana")
    own = make_follower(FollowedList("members"), first_name="Own")
    update_profile(Member(user=own), visibility="members")
    assert notified_people() == ["Ana", "Eva"]
    hidden = join(**entry, visibility="nobody")
    client.force_login(coordinator)
    address = reverse(Member.snippet_viewset.get_url_name("edit"), args=[hidden.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    form["visibility"] = "members"
    assert client.post(address, form).status_code == 302
    rows = Notification.objects.about(Member.objects.filter(pk=hidden.pk))
    assert sorted(rows.values_list("recipient__first_name", flat=True)) == ["Ana", "Own"]


def test_a_closed_account_notifies_followers_when_it_is_reopened(entry):
    make_follow(FollowedList("members", "expertise=water"))
    closed = Member(user=UserFactory(is_active=False))
    update_profile(closed, expertise=entry["expertise"])
    assert notified() == {}
    closed.user.is_active = True
    closed.user.save()
    closed.user.save()
    assert notified() == {"expertise=water": 1}


def test_muted_follows_and_closed_accounts_are_not_notified(entry):
    muted = make_follow(FollowedList("members"))
    mute(muted.user, muted)
    gone = make_follower(FollowedList("members"))
    gone.is_active = False
    gone.save()
    join(**entry)
    assert notified() == {}


def test_an_import_notifies_nobody(site, tmp_path):
    follow_each("organisations", ["", "city=Kehl"])
    follow_each("members", ["", "expertise=water"])
    table = "Nom;Prénom;Structure;Type de structure;Courriel;Ville;Pays;Compétences\n"
    path = tmp_path / "annuaire.csv"
    path.write_text(table + "Weber;Jörg;Sägewerk;Entreprise;j@example.org;Kehl;Allemagne;Eau\n")
    call_command("import_directory", str(path), stdout=StringIO())
    person = Member.objects.get(user__email="j@example.org")
    assert Organisation.objects.filter(city="Kehl").exists()
    assert notified() == {}
    update_profile(person, job_title="Säger")
    assert notified() == {}


@pytest.mark.parametrize("group", ["Members", "Partners", "Editors", "Coordinators"])
def test_everybody_who_has_signed_in_sees_the_same_of_the_directory(entry, group):
    """`AnyMember`, with which lists are queried, stands for every follower."""
    audiences = ("public", "members", "nobody")
    for visibility in audiences:
        for audience in audiences:
            join(**entry, visibility=visibility, expertise_audience=audience)

    def found(user) -> list[int]:
        people = Member.objects.visible_to(user)
        return sorted(people.filter(people.visible("expertise", expertise=theme("water"))).values_list("pk", flat=True))

    assert found(UserFactory(groups=[group])) == found(AnyMember())
    assert len(found(AnyMember())) == 4


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=company",
        "view=map",
        "who=people",
        "who=people&view=map",
        "who=people&expertise=water",
        "area=7,48,8,49",
    ],
)
def test_both_lists_can_be_followed_as_a_list_and_on_the_map(entry, client, query):
    reader = UserFactory(language="en")
    address = f"{PAGE}?{query}"
    hrefs = [link.get("href", "") for link in elements(client.get(address), "a") if "Follow this list" in link["text"]]
    assert len(hrefs) == 1
    client.force_login(reader)
    page = client.get(address)
    assert "Follow this list" in " ".join(texts(page, "button"))
    fields = {each["name"]: each["value"] for each in elements(page, "input") if each.get("name") in FIELDS}
    assert client.post(CHANGE, {**fields, "act": "follow"}).status_code == 302
    assert Follow.objects.get().listing == ("members" if "people" in query else "organisations")
    assert "Following this list" in client.get(address).content.decode()


def test_organisations_by_the_expertise_of_their_people_are_no_list_to_follow(site, client):
    client.force_login(UserFactory(language="en"))
    page = client.get(f"{PAGE}?expertise=water")
    assert (page.status_code, "Follow this list" in page.content.decode()) == (200, False)
    asked = {"subject": "list", "key": "organisations", "query": "expertise=water", "act": "follow"}
    assert (client.post(CHANGE, asked).status_code, Follow.objects.count()) == (404, 0)


def test_followed_lists_are_named_and_linked(place, client):
    reader = UserFactory(language="en")
    for thing in (
        FollowedList("members", "territory=alsace&expertise=water"),
        FollowedList("organisations", "kind=company"),
    ):
        make_follow(thing, reader)
    client.force_login(reader)
    page = client.get("/en/my/follows/")
    assert texts(page, "h3") == [
        "Organisations – Type of organisation: Company",
        f"Members – Territory: {Territory.objects.get(slug='alsace').name}, Expertise: Water",
    ]
    hrefs = [link.get("href", "") for link in elements(page, "a")]
    for address in (f"{PAGE}?kind=company", f"{PAGE}?who=people&territory=alsace&expertise=water"):
        assert address in hrefs
        assert client.get(address).status_code == 200


QUERIES = ["q=papeterie&territory=alsace", "kind=company", "language=de"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_new_member_takes_the_same_statements_however_many_follow_however_many_lists(entry, number):
    somebody = join(**entry)
    firm = OrganisationFactory(kind="company", territory=entry["territory"], languages=entry["languages"])
    for query in QUERIES[:number]:
        for _ in range(number):
            make_follow(FollowedList("members", query))
            make_follow(FollowedList("organisations", query))
    list(all_sections())
    with statements("lists followed: a change of an entry"):
        entries.remember_lists(somebody)
    assert len(somebody.lists_before) == number
    somebody.lists_before = set()
    entries.notify_of_member(somebody)
    Notification.objects.all().delete()
    with statements("lists followed: a change that many hear of"):
        entries.notify_of_member(somebody)
    with statements("lists followed: the same change again"):
        entries.notify_of_organisation(firm)
    assert sum(notified().values()) == 2 * number * number


@pytest.mark.parametrize("number", [1, 3])
def test_the_lines_of_many_notifications_take_the_same_statements(entry, number):
    readers = [make_follower(FollowedList("members", query)) for query in QUERIES[:number]]
    for reader in readers:
        make_follow(FollowedList("organisations"), reader)
    for _ in range(number):
        join(**entry)
        announce_organisation(OrganisationFactory(territory=entry["territory"]))
    rows = list(Notification.objects.filter(kind=KIND).select_related("recipient"))
    assert len(rows) == 2 * number * number
    with translation.override("en"):
        list(all_sections())
        with statements("lists followed: what is said of many"):
            prefetch_for_lines(rows)
            assert len(still_relevant(rows)) == len(rows)
            assert len({line_for(row).title for row in rows}) > 0


def test_a_change_takes_few_statements_if_nobody_follows_a_list(entry):
    somebody = join(**entry)
    with statements("lists followed: a change that nobody follows"):
        entries.remember_lists(somebody)
        entries.notify_of_member(somebody)
