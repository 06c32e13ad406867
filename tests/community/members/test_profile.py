import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.members.actions import update_profile
from community.members.audiences import FIELDS, NEVER_PUBLIC, audience_name
from community.members.models import Member, MemberSearchText
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.topics.models import Language, Theme

pytestmark = pytest.mark.django_db

PATH = "/fr/my/profile/"


def typed(**changes):
    modest = {audience_name(field): "nobody" if field in NEVER_PUBLIC else "members" for field in FIELDS}
    words = {"job_title": "Animatrice", "bio": "", "bio_language": "fr", "phone": "", "visibility": "members"}
    words["questions_per_month"] = "0"
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


def test_a_user_without_an_entry_creates_one(site, client):
    user = UserFactory(first_name="Zoé", last_name="Müller-Lévy")
    client.force_login(user)
    assert client.get(PATH).status_code == 200
    assert not Member.objects.exists()
    client.post(PATH, typed())
    assert Member.objects.get().get_absolute_url() == "/fr/members/zoe-muller-levy/"


def test_errors_are_shown_and_the_input_is_preserved(site, client):
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


def test_a_hidden_member_can_open_their_own_form(site, client):
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


def test_people_of_the_same_name_have_different_slugs(site):
    users = [UserFactory(first_name="Léa", last_name="Roth") for _ in range(3)]
    assert [update_profile(Member(user=user)).slug for user in users] == ["lea-roth", "lea-roth-2", "lea-roth-3"]


def test_an_update_preserves_the_slug_and_the_fields_that_are_not_given(site):
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


def test_a_new_entry_is_not_public(site):
    member = update_profile(Member(user=UserFactory()))
    audiences = {field: getattr(member, audience_name(field)) for field in FIELDS}
    assert {field for field, audience in audiences.items() if audience != "members"} == {"phone", "email"}
    assert (member.visibility, audiences["phone"], audiences["email"]) == ("members", "nobody", "nobody")


def test_a_member_chooses_the_audience_of_each_field(site, client):
    member = MemberFactory()
    client.force_login(member.user)
    client.post(
        PATH, typed(visibility="public", bio_audience="nobody", job_title_audience="public", email_audience="members")
    )
    member.refresh_from_db()
    assert (member.bio_audience, member.job_title_audience, member.email_audience) == ("nobody", "public", "members")


@pytest.mark.parametrize("field", NEVER_PUBLIC)
def test_telephone_and_address_can_be_shown_to_members_at_most(site, client, field):
    client.force_login(MemberFactory().user)
    form = client.get(PATH).context["form"]
    assert [value for value, _label in form.fields[audience_name(field)].choices] == ["members", "nobody"]
    assert client.post(PATH, typed(**{audience_name(field): "public"})).status_code == 400


@pytest.mark.parametrize("field", ["bio", "job_title"])
def test_an_email_address_in_a_text_is_refused_with_a_message(site, client, field):
    client.force_login(MemberFactory().user)
    response = client.post("/en/my/profile/", typed(**{field: "Write to ada@example.org"}))
    assert response.status_code == 400
    assert "Do not include an email address" in response.content.decode()


def test_the_page_states_who_sees_what(site, client):
    member = MemberFactory(job_title="Animatrice", job_title_audience="public", bio="Bonjour.", bio_audience="members")
    client.force_login(member.user)
    lines = {line["who"]: line["what"] for line in client.get("/en/my/profile/").context["audiences"]}
    assert lines == {
        "Visible to everyone": "Name, Job title, Contact form",
        "Also visible to people who are signed in": "About you",
        "Not visible to anyone": "Email address",
    }
    update_profile(member, visibility="members", phone="+33 1")
    lines = {line["who"]: line["what"] for line in client.get("/en/my/profile/").context["audiences"]}
    assert lines == {
        "Also visible to people who are signed in": "Name, Job title, About you, Contact form",
        "Not visible to anyone": "Telephone, Email address",
    }


def test_members_can_preview_their_entry_as_others_see_it(site, client):
    member = MemberFactory(slug="weber", bio="Nur intern.", bio_audience="members", job_title="Animatrice")
    client.force_login(member.user)
    visitor, other = (client.get(f"/en/my/profile/as/{reader}/").content.decode() for reader in ("visitor", "member"))
    assert [("Nur intern." in html, "Animatrice" in html) for html in (visitor, other)] == [(False, True), (True, True)]
    update_profile(member, visibility="members")
    html = client.get("/en/my/profile/as/visitor/").content.decode()
    assert ("cannot find you" in html, "Animatrice" in html) == (True, False)


def test_the_preview_is_a_404_without_an_entry_or_for_an_unknown_reader(site, client):
    assert client.get("/en/my/profile/as/visitor/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/en/my/profile/as/visitor/").status_code == 404
    client.force_login(MemberFactory().user)
    assert client.get("/en/my/profile/as/robot/").status_code == 404


def test_a_member_sets_how_often_they_may_be_asked_and_is_reminded_if_they_have_expertise(site, client):
    member = MemberFactory(expertise=[Theme.objects.get(slug="water")])
    assert member.questions_per_month == 0
    client.force_login(member.user)
    reminder = 'href="#id_questions_per_month"'
    assert reminder in client.get(PATH).content.decode()
    assert client.post(PATH, typed(questions_per_month="3")).status_code == 400
    client.post(PATH, typed(questions_per_month="4", expertise=[Theme.objects.get(slug="water").pk]))
    member.refresh_from_db()
    assert member.questions_per_month == 4
    assert reminder not in client.get(PATH).content.decode()


def test_members_without_expertise_are_not_reminded_and_nobody_else_sees_the_setting(site, client):
    member = MemberFactory(questions_per_month=8, slug="weber")
    client.force_login(MemberFactory().user)
    assert 'href="#id_questions_per_month"' not in client.get(PATH).content.decode()
    pages = [client.get(path).content.decode() for path in ("/fr/members/weber/", "/fr/members/weber.vcf")]
    pages += [client.get(f"/fr/feeds/members.{fmt}").content.decode() for fmt in ("csv", "json")]
    assert [page for page in pages if "questions" in page and "per_month" in page] == []
    assert member.questions_per_month == 8


def test_saving_an_entry_refreshes_its_search_rows_once_with_all_changes(site):
    member, water, german = MemberFactory(), Theme.objects.get(slug="water"), Language.objects.get(slug="de")
    with CaptureQueriesContext(connection) as captured:
        update_profile(member, expertise=[water], languages=[german], job_title="Facilitator", bio="Heat networks")
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT INTO", "DELETE FROM"))]
    # As many rows as a refresh alone, and none of intermediate states.
    assert len([sql for sql in written if '"members_membersearchtext"' in sql]) == 2
    words = MemberSearchText.objects.get(member=member, level="public").text
    assert [word in words for word in (water.name_en, "Facilitator", "Heat networks")] == [True, True, True]


def test_writes_outside_the_action_refresh_the_search_rows_too(site):
    member = update_profile(MemberFactory(), bio="Heat")
    Member.objects.get(pk=member.pk).expertise.add(Theme.objects.get(slug="water"))
    member.user.last_name = "Kestenholz"
    member.user.save()
    row = MemberSearchText.objects.get(member=member, level="public")
    assert [Theme.objects.get(slug="water").name_en in row.text, "Kestenholz" in row.name] == [True, True]
