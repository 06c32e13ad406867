"""The vCard of a member: it contains what the reader sees and can be parsed by other programs."""

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.members.feeds import render_vcard
from community.members.models import Member
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.testing import statements
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


def card(response):
    return vobject.readOne(response.content.decode())


def test_the_vcard_contains_what_the_reader_sees(site, client):
    MemberFactory(
        slug="weber",
        user__first_name="Ada",
        user__last_name="Weber; Müller",
        user__email="ada@example.org",
        job_title="Animatrice, EIT",
        organisation=OrganisationFactory(name="Papeterie; Cartonnerie", city="Colmar"),
        expertise=Theme.objects.filter(slug__in=("water", "metals")),
        bio="Une ligne\net une autre, " + "longue " * 30,
        phone="+33 1 23",
        phone_audience="members",
        email_audience="members",
    )
    client.force_login(UserFactory())
    response = client.get("/en/members/weber.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="weber.vcf"'
    found = card(response)
    assert (found.fn.value, found.n.value.family, found.n.value.given) == ("Ada Weber; Müller", "Weber; Müller", "Ada")
    assert (found.org.value, found.title.value) == (["Papeterie; Cartonnerie"], "Animatrice, EIT")
    assert (found.tel.value, found.email.value, found.adr.value.city) == ("+33 1 23", "ada@example.org", "Colmar")
    assert (found.tel.type_param, found.email.type_param, found.adr.type_param) == ("WORK", "INTERNET", "WORK")
    assert found.categories.value == [theme.name for theme in Member.objects.get().expertise.all()]
    assert found.note.value == Member.objects.get().bio
    assert found.url.value == "http://testserver/en/members/weber/"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_the_vcard_for_visitors_has_neither_telephone_nor_address(site, client):
    MemberFactory(slug="weber", phone="+33 1 23", phone_audience="members", email_audience="members")
    assert {"tel", "email"} & set(card(client.get("/en/members/weber.vcf")).contents) == set()


def test_a_hidden_member_has_no_vcard(site, client):
    MemberFactory(slug="weber", visibility="members")
    assert client.get("/en/members/weber.vcf").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_vcard_takes_the_same_statements_whatever_it_contains(site, client, number):
    MemberFactory(slug="weber", expertise=Theme.objects.all()[:number], organisation=OrganisationFactory())
    client.get("/en/members/weber.vcf")
    with statements("directory: a card"):
        client.get("/en/members/weber.vcf")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.text(min_size=1, max_size=40), bio=st.text(max_size=300))
def test_values_of_a_vcard_stay_on_their_line(db, name, bio):
    member = Member.objects.first() or MemberFactory(slug="weber")
    member.user.last_name, member.bio = name, bio
    text = render_vcard(member, "https://example.org/").decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    assert [line.partition(":")[0].partition(";")[0] for line in lines if line][:5] == [
        "BEGIN", "VERSION", "UID", "FN", "N",
    ]  # fmt: skip
    assert (lines.count("BEGIN:VCARD"), lines.count("END:VCARD"), lines[-2:]) == (1, 1, ["END:VCARD", ""])
    vobject.readOne(text)
