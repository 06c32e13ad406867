"""The link of an invitation creates one account, once and in time. Otherwise a page explains what to do."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.signing import Signer
from django.utils import timezone

from community.joining.actions.invitations import (
    HasAccount,
    InvitationClosed,
    accept_invitation,
    send_link,
    withdraw_invitation,
)
from community.joining.models import Invitation, JoinRequest
from community.members.models import Member
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts
from website.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "vapeur-et-condensats"
PERSON = {"first_name": "Jonas", "last_name": "Becker", "language": "en"}
TYPED = {**PERSON, "job_title": "Brewer", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def invitation(site):
    return InvitationFactory(email="jonas@example.org", last_name="Becker")


def address(invitation) -> str:
    return f"/en/invitations/{invitation.token}/"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def accounts() -> int:
    return User.objects.filter(email="jonas@example.org").count()


def test_opening_a_link_does_not_use_it_up(client, invitation):
    for _ in range(2):
        response = client.get(address(invitation))
        assert [response.status_code, response["Cache-Control"]] == [
            200, "max-age=0, no-cache, no-store, must-revalidate, private"
        ]  # fmt: skip
    assert client.head(address(invitation)).status_code == 200
    assert Invitation.objects.usable().count() == 1


def test_a_link_is_valid_once(client, invitation):
    response = client.post(address(invitation), TYPED)
    assert [response.status_code, response.url, is_signed_in(client)] == [302, "/en/my/profile/", True]
    assert [str(message) for message in get_messages(response.wsgi_request)][-1].startswith("Welcome!")
    client.logout()
    for answer in (client.get(address(invitation)), client.post(address(invitation), TYPED)):
        assert [answer.status_code, texts(answer, "h1")] == [410, ["This link has already been used"]]
    assert [accounts(), is_signed_in(client)] == [1, False]


def test_an_expired_link_has_a_button_that_mails_a_new_one_to_the_same_address(client, invitation, mailoutbox):
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()
    for answer in (client.get(address(invitation)), client.post(address(invitation), TYPED)):
        assert [answer.status_code, texts(answer, "h1"), accounts()] == [410, ["This link has expired"], 0]
    [action] = [form["action"] for form in elements(answer, "form") if form.get("action", "").endswith("/again/")]
    assert client.get(action).status_code == 302
    assert mailoutbox == []
    assert client.post(action).status_code == 200
    [mail] = mailoutbox
    assert mail.to == ["jonas@example.org"]
    # The expired link alone does not give access by the button.
    assert client.get(address(invitation)).status_code == 410
    client.post(action)
    assert len(mailoutbox) == 1
    invitation.refresh_from_db()
    assert address(invitation) in mail.body
    assert client.post(address(invitation), TYPED).url == "/en/my/profile/"


def test_the_button_is_rate_limited(client, invitation, mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = {"join": "2/d/key"}
    statuses = []
    for _ in range(3):
        Invitation.objects.update(expires_at=timezone.now())
        invitation.refresh_from_db()
        statuses.append(client.post(f"{address(invitation)}again/").status_code)
    assert [statuses, len(mailoutbox)] == [[200, 200, 429], 2]


@pytest.mark.parametrize("change", ["x{}", "{}x", "{}.x", "x", "..", "{}"[:1]])
def test_an_altered_link_is_a_404_with_an_explanation(client, invitation, change):
    for ending in ("", "again/"):
        answer = client.get(f"/en/invitations/{change.format(invitation.token) if '{}' in change else change}/{ending}")
        if ending:
            assert answer.status_code == 302
        else:
            assert [answer.status_code, texts(answer, "h1")] == [404, ["This link is incomplete"]]


def test_another_signature_of_the_site_is_not_valid(client, invitation):
    for forged in (Signer(sep=".").sign(invitation.uuid.hex), Signer(sep=".", salt="x").sign(invitation.uuid.hex)):
        assert client.get(f"/en/invitations/{forged}/").status_code == 404
    nonsense = Signer(sep=".", salt="joining.invitation").sign("not-a-uuid")
    assert client.get(f"/en/invitations/{nonsense}/").status_code == 404


def test_a_withdrawn_link_shows_an_explanation(client, invitation):
    withdraw_invitation(invitation, UserFactory())
    for answer in (client.get(address(invitation)), client.post(address(invitation), TYPED)):
        assert [answer.status_code, texts(answer, "h1")] == [410, ["This invitation was withdrawn"]]
    assert accounts() == 0


def test_a_replaced_link_shows_an_explanation(client, invitation):
    old = address(invitation)
    send_link(invitation)
    assert [client.get(old).status_code, texts(client.get(old), "h1")] == [
        410, ["This link was replaced by a newer one"]
    ]  # fmt: skip
    assert client.get(address(invitation)).status_code == 200


def test_a_person_who_has_an_account_by_now_is_sent_to_the_sign_in_page(client, invitation):
    UserFactory(email="jonas@example.org", first_name="Jo")
    for answer in (client.get(address(invitation)), client.post(address(invitation), TYPED)):
        assert [answer.status_code, texts(answer, "h1")] == [409, ["You already have an account"]]
        hrefs = [link["href"] for link in elements(answer, "a")]
        assert {"/en/accounts/login/", "/en/accounts/password/reset/"} <= set(hrefs)
    assert [User.objects.get(email="jonas@example.org").first_name, is_signed_in(client)] == ["Jo", False]
    with pytest.raises(HasAccount):
        accept_invitation(invitation, password=PASSWORD, **PERSON)
    assert Invitation.objects.usable().count() == 1


def test_a_signed_in_user_cannot_accept_an_invitation(client, invitation):
    claire = UserFactory(groups=["Coordinators"])
    client.force_login(claire)
    for answer in (client.get(address(invitation)), client.post(address(invitation), TYPED)):
        assert [answer.status_code, texts(answer, "h1")] == [409, ["You are already signed in"]]
    assert [accounts(), client.session["_auth_user_id"]] == [0, str(claire.pk)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"password_again": "another"}, {"password_again"}),
        ({"password": "12345", "password_again": "12345"}, {"password"}),
        ({"password": "jonas@example.org", "password_again": "jonas@example.org"}, {"password"}),
        ({"password": "", "password_again": ""}, {"password", "password_again"}),
        ({"last_name": ""}, {"last_name"}),
        ({"language": "tlh"}, {"language"}),
        ({"first_name": "\x00"}, {"first_name"}),
        ({"job_title": "x" * 151}, {"job_title"}),
    ],
)
def test_errors_are_shown_and_the_link_stays_valid(client, invitation, changes, wrong):
    response = client.post(address(invitation), {**TYPED, **changes})
    assert [response.status_code, set(response.context["form"].errors)] == [400, wrong]
    fields = {field["name"]: field.get("value") for field in elements(response, "input") if field.get("name")}
    assert [fields["password"], fields["password_again"]] == [None, None]
    assert [accounts(), Invitation.objects.usable().count()] == [0, 1]


def test_the_new_entry_has_default_audiences(client, invitation):
    client.post(address(invitation), TYPED)
    entry = Member.objects.get()
    assert [entry.visibility, entry.phone, entry.bio, entry.job_title] == ["members", "", "", "Brewer"]
    client.logout()
    assert client.get(entry.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("kind", "country", "spoken"),
    [
        ("member", "FR", {"en"}),
        ("member", "DE", {"en"}),
        ("partner", "DE", {"de", "en"}),
        ("partner", "BE", {"en"}),
    ],
)
def test_a_partner_also_speaks_the_language_of_a_country_with_one_language(site, kind, country, spoken):
    invitation = InvitationFactory(kind=kind, territory=TerritoryFactory(country=country))
    user = accept_invitation(invitation, password=PASSWORD, **PERSON)
    assert {language.slug for language in user.member.languages.all()} == spoken
    assert [group.name for group in user.groups.all()] == [{"member": "Members", "partner": "Partners"}[kind]]


def test_accepting_an_invitation_closes_the_persons_pending_request(site, invitation):
    asked, other = JoinRequestFactory(email="jonas@example.org"), JoinRequestFactory()
    accept_invitation(invitation, password=PASSWORD, **PERSON)
    assert dict(JoinRequest.objects.values_list("pk", "status")) == {asked.pk: "accepted", other.pk: "pending"}


def test_a_link_replaced_while_the_form_was_open_is_not_accepted(site, invitation):
    stale = Invitation.objects.get(pk=invitation.pk)
    send_link(invitation)
    with pytest.raises(InvitationClosed):
        accept_invitation(stale, password=PASSWORD, **PERSON)
    assert accounts() == 0
