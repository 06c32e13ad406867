"""From the form to the first page as a member, through pages and mails only."""

import re

import pytest
from allauth.account.models import EmailAddress
from wagtail.models import ModelLogEntry

from community.members.models import Member
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import elements, texts
from website.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "vapeur-et-condensats"


def link(mail) -> str:
    [address] = re.findall(r"http://localhost:8000(\S+/invitations/\S+)", mail.body)
    return address


@pytest.fixture
def claire(site):
    return UserFactory(email="claire@example.org", groups=["Coordinators"], first_name="Claire", language="en")


@pytest.fixture
def mill(site):
    return OrganisationFactory(name="Mälzerei Kehl")


@pytest.fixture
def kehl(site):
    return TerritoryFactory(slug="kehl", name_fr="Kehl", country="DE")


@pytest.fixture
def page(claire, mill, kehl, client, mailoutbox) -> str:
    """The URL of Jonas's request, from the mail to the coordinator."""
    UserFactory(email="amelie@example.org", groups=["Members"])
    asked = client.post(
        "/de/join/",
        {
            "first_name": "Jonas",
            "last_name": "Becker",
            "email": "Jonas@Example.org",
            "organisation_name": "mälzerei kehl",
            "territory": "kehl",
            "by_product": "Biertreber",
            "quantity": "1.250,5",
            "unit": "t",
            "period": "year",
            "place": "Kehl, Hafen",
        },
        follow=True,
    )
    assert asked.redirect_chain == [("/de/join/thanks/", 302)]
    [address] = re.findall(r"http://localhost:8000(/en/my/join-requests/\d+/)", mailoutbox[-1].body)
    return address


def accept(client, claire, page):
    client.force_login(claire)
    answer = client.post(page, {"decision": "accept", "accept-kind": "partner", "accept-word": "Willkommen, Jonas!"})
    client.logout()
    return answer


def enter(client, address):
    typed = {"first_name": "Jonas", "last_name": "Becker", "job_title": "Braumeister", "language": "de"}
    return client.post(address, {**typed, "password": PASSWORD, "password_again": PASSWORD}, follow=True)


def test_a_request_sends_mails_to_the_applicant_and_the_coordinators_only(page, mailoutbox):
    received, told = mailoutbox
    assert [received.to, told.to] == [["jonas@example.org"], ["claire@example.org"]]
    assert told.subject == "Membership request: Jonas Becker"


def test_a_coordinator_sees_the_request_and_sends_a_link(page, claire, client, mailoutbox):
    client.force_login(claire)
    assert texts(client.get("/en/"), "summary")[0] == "Claire2 new or waiting"
    shown = client.get(page)
    assert texts(shown, "h1") == ["Jonas Becker has asked to join"]
    expected = ["Biertreber", "1,250.5 t per year", "Kehl, Hafen"]
    assert [text for text in texts(shown, "p") if text in expected] == expected
    assert [f["value"] for f in elements(shown, "option") if "selected" in f] == ["partner"]
    decided = accept(client, claire, page)
    assert [decided.status_code, decided.url] == [302, page]
    invitation = mailoutbox[-1]
    assert [invitation.to, "Willkommen, Jonas!" in invitation.body] == [["jonas@example.org"], True]
    assert link(invitation).startswith("/de/invitations/")


def test_the_link_asks_only_for_what_is_not_known(page, claire, client, mailoutbox):
    accept(client, claire, page)
    form = client.get(link(mailoutbox[-1]))
    known = [f["value"] for f in elements(form, "input") if f["name"] in ("first_name", "last_name")]
    assert known == ["Jonas", "Becker"]


def test_accepting_the_link_makes_a_member_with_an_entry_in_the_directory(page, claire, mill, kehl, client, mailoutbox):
    accept(client, claire, page)
    entered = enter(client, link(mailoutbox[-1]))
    assert entered.redirect_chain == [("/de/my/profile/", 302)]
    jonas = User.objects.get(email="jonas@example.org")
    assert client.session["_auth_user_id"] == str(jonas.pk)
    assert [group.name for group in jonas.groups.all()] == ["Partners"]
    assert list(EmailAddress.objects.filter(user=jonas).values_list("email", "verified", "primary")) == [
        ("jonas@example.org", True, True)
    ]
    entry = Member.objects.get(user=jonas)
    assert [entry.organisation, entry.territory, entry.job_title, entry.visibility] == [
        mill, kehl, "Braumeister", "members"
    ]  # fmt: skip
    assert [language.slug for language in entry.languages.all()] == ["de"]
    client.post("/de/accounts/logout/")
    assert client.post("/de/accounts/login/", {"login": jonas.email, "password": PASSWORD}).url == "/de/"


def test_the_log_records_who_invited_whom(page, claire, client, mailoutbox):
    accept(client, claire, page)
    enter(client, link(mailoutbox[-1]))
    verbs = ModelLogEntry.objects.filter(action__startswith="joining.").order_by("pk")
    assert list(verbs.values_list("action", "user__email")) == [
        ("joining.accept", "claire@example.org"),
        ("joining.invite", "claire@example.org"),
        ("joining.join", "jonas@example.org"),
    ]


def test_a_visitor_finds_the_form_on_the_home_page_the_sign_in_page_and_in_every_footer(site, client):
    for address, least in (("/en/", 3), ("/en/accounts/login/", 3), ("/en/accounts/signup/", 3), ("/en/news/", 2)):
        found = [a for a in elements(client.get(address), "a") if a["href"] == "/en/join/"]
        assert len(found) == least, address


def test_a_user_with_an_account_is_not_asked_to_join(site, client):
    client.force_login(UserFactory())
    assert [a["href"] for a in elements(client.get("/en/"), "a")].count("/en/join/") == 1  # the footer's
    assert client.get("/en/join/").url == "/en/my/profile/"
