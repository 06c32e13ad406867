import pytest

from community.members.actions import update_profile
from community.members.audiences import FIELDS, NEVER_PUBLIC, audience_name
from community.members.models import Member
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Language, Theme

pytestmark = pytest.mark.django_db

PATH = "/fr/my/profile/"


def typed(**changes):
    modest = {audience_name(field): "nobody" if field in NEVER_PUBLIC else "members" for field in FIELDS}
    words = {"job_title": "Animatrice", "bio": "", "bio_language": "fr", "phone": "", "visibility": "members"}
    return {**words, **modest, **changes}


def test_visitors_are_asked_to_sign_in(site, client):
    response = client.get(PATH)
    assert (response.status_code, response["Location"]) == (302, f"/fr/accounts/login/?next={PATH}")


def test_a_member_changes_their_own_entry(site, client):
    member, other = MemberFactory(slug="weber"), MemberFactory()
    mill, colmar = OrganisationFactory(), TerritoryFactory()
    water, german = Theme.objects.get(slug="water"), Language.objects.get(slug="de")
    client.force_login(member.user)
    changes = {"organisation": mill.pk, "territory": colmar.pk, "expertise": [water.pk], "languages": [german.pk]}
    response = client.post(PATH, typed(visibility="public", bio="Je travaille.", phone="+33 1", **changes))
    assert (response.status_code, response["Location"]) == (302, PATH)
    member.refresh_from_db()
    assert (member.organisation, member.territory, member.job_title) == (mill, colmar, "Animatrice")
    assert (member.bio, member.phone, member.visibility, member.slug) == ("Je travaille.", "+33 1", "public", "weber")
    assert (list(member.expertise.all()), list(member.languages.all())) == ([water], [german])
    other.refresh_from_db()
    assert other.job_title == ""


def test_whoever_has_no_entry_yet_makes_one(site, client):
    user = UserFactory(first_name="Zoé", last_name="Müller-Lévy")
    client.force_login(user)
    assert client.get(PATH).status_code == 200
    assert not Member.objects.exists()
    client.post(PATH, typed())
    assert Member.objects.get().get_absolute_url() == "/fr/members/zoe-muller-levy/"


def test_what_is_wrong_is_said_and_what_was_typed_stays(site, client):
    member = MemberFactory(job_title="Avant")
    client.force_login(member.user)
    response = client.post(PATH, typed(job_title="Animatrice en chef", visibility="friends", organisation="999"))
    assert response.status_code == 400
    html = response.content.decode()
    assert 'value="Animatrice en chef"' in html
    assert html.count('class="errorlist"') == 2
    member.refresh_from_db()
    assert member.job_title == "Avant"


@pytest.mark.parametrize(
    "changes",
    [{"bio": "x" * 1001}, {"bio": "\x00"}, {"expertise": "water"}, {"bio_language": "tlh"}, {"territory": "x"}],
)
def test_bad_input_is_refused(site, client, changes):
    client.force_login(MemberFactory().user)
    assert client.post(PATH, typed(**changes)).status_code == 400


def test_somebody_hidden_still_reaches_their_own_form(site, client):
    client.force_login(MemberFactory(slug="weber", visibility="nobody").user)
    html = client.get(PATH).content.decode()
    assert 'value="nobody" checked' in " ".join(html.split()) or 'value="nobody"' in html
    assert "/fr/members/weber/" not in html


def test_the_form_keeps_a_territory_that_is_no_longer_offered(site, client):
    hidden = TerritoryFactory(is_featured=False)
    TerritoryFactory(is_featured=False, name_fr="Autre")
    member = MemberFactory(territory=hidden)
    client.force_login(member.user)
    html = client.get(PATH).content.decode()
    assert f'<option value="{hidden.pk}" selected>' in html
    assert "Autre" not in html


def test_people_of_the_same_name_have_different_addresses(site):
    users = [UserFactory(first_name="Léa", last_name="Roth") for _ in range(3)]
    assert [update_profile(Member(user=user)).slug for user in users] == ["lea-roth", "lea-roth-2", "lea-roth-3"]


def test_an_entry_keeps_its_address_and_what_is_not_given(site):
    water = Theme.objects.get(slug="water")
    member = MemberFactory(slug="avant", bio="Bonjour", expertise=[water])
    member.user.last_name = "Autre"
    update_profile(member, job_title="Animatrice")
    member.refresh_from_db()
    assert (member.slug, member.bio, list(member.expertise.all())) == ("avant", "Bonjour", [water])


def test_a_changed_entry_is_found_by_its_new_words(site, client):
    member = MemberFactory(user__last_name="Weber")
    update_profile(member, bio="Je suis passionnée de méthanisation.", expertise=[Theme.objects.get(slug="metals")])
    assert list(Member.objects.matching("méthanisation")) == [member]
    assert list(Member.objects.matching("Métaux")) == [member]
    member.user.last_name = "Wagner"
    member.user.save()
    assert list(Member.objects.matching("Wagner")) == [member]
    mill = OrganisationFactory(name="Papeterie")
    update_profile(member, organisation=mill)
    mill.name = "Cartonnerie"
    mill.save()
    assert list(Member.objects.matching("Cartonnerie")) == [member]
