"""Coordinators invite lists of people and see the state of each invitation."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from community.joining.actions.invitations import invite, send_link, withdraw_invitation
from community.joining.fields import AddressListField
from community.joining.models import Invitation
from tests.factories.joining import InvitationFactory
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
LIST = "/en/my/invitations/"
NEW = "/en/my/invitations/new/"


@pytest.fixture
def claire(site):
    return UserFactory(groups=["Coordinators"], first_name="Claire", last_name="Muller")


@pytest.fixture
def coordinator_client(client, claire):
    client.force_login(claire)
    return client


def send(coordinator_client, addresses, **fields):
    return coordinator_client.post(NEW, {"addresses": addresses, "kind": "member", **fields})


def report(response) -> list[tuple[str, str]]:
    number = len(response.context["lines"])
    outcomes = [pill["text"] for pill in elements(response, "span") if pill.get("class", "").startswith("pill")]
    return list(zip(texts(response, "strong")[:number], outcomes, strict=True))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a@example.org, b@example.org;c@example.org d@example.org\ne@example.org\r\n\r\n",
         [(f"{letter}@example.org", "", "") for letter in "abcde"]),
        ("Jonas Becker <J@Example.org>", [("j@example.org", "Jonas", "Becker")]),
        ("Becker, Jonas <j@example.org>, \"Anna de Vries\" <a@example.org>",
         [("j@example.org", "Jonas", "Becker"), ("a@example.org", "Anna", "de Vries")]),
        ("x@example.org, Jonas Becker <j@example.org> y@example.org",
         [("x@example.org", "", ""), ("j@example.org", "Jonas", "Becker"), ("y@example.org", "", "")]),
        ("<a@example.org>; a@example.org; A@EXAMPLE.ORG", [("a@example.org", "", "")]),
        ("nobody, b@example", [("", "", ""), ("", "", "")]),
        ("Jonas <not an address>", [("", "", "")]),
    ],
)  # fmt: skip
def test_a_pasted_list_is_parsed(typed, read):
    entries = AddressListField().clean(typed)
    assert [(entry.email, entry.first_name, entry.last_name) for entry in entries] == read


@pytest.mark.parametrize("typed", ["", " ,; \n", "<>"])
def test_an_empty_list_is_refused(typed):
    with pytest.raises(ValidationError):
        AddressListField().clean(typed)


@given(st.text(alphabet=st.sampled_from("ab@.<>,; \n\"'é"), max_size=60))
def test_each_entry_is_an_address_or_shown_as_typed(typed):
    try:
        entries = AddressListField().clean(typed)
    except ValidationError:
        return
    assert all(entry.email == "" or "@" in entry.email for entry in entries)
    assert all(entry.text for entry in entries)
    assert len({entry.email for entry in entries if entry.email}) == sum(bool(entry.email) for entry in entries)


def test_the_report_states_the_outcome_of_each_line(coordinator_client, claire, mailoutbox):
    UserFactory(email="member@example.org")
    InvitationFactory(email="waits@example.org")
    InvitationFactory(email="late@example.org", expires_at=timezone.now())
    old = InvitationFactory(email="gone@example.org", withdrawn_at=timezone.now())
    response = send(
        coordinator_client,
        "New Person <new@example.org>, member@example.org waits@example.org; late@example.org gone@example.org\nx",
    )
    assert report(response) == [
        ("New Person <new@example.org>", "Invited"),
        ("member@example.org", "Already has an account"),
        ("waits@example.org", "Already invited"),
        ("late@example.org", "Invited again (the earlier invitation had expired or was not delivered)"),
        ("gone@example.org", "Invited"),
        ("x", "Not an email address"),
    ]
    assert [mail.to[0] for mail in mailoutbox] == ["new@example.org", "late@example.org", "gone@example.org"]
    new = Invitation.objects.get(email="new@example.org")
    assert [new.full_name, new.invited_by, new.language] == ["New Person", claire, "fr"]
    assert Invitation.objects.filter(email="gone@example.org").exclude(pk=old.pk).count() == 1
    logged = ModelLogEntry.objects.filter(action="joining.invite")
    assert [set(logged.values_list("user", flat=True)), logged.count()] == [{claire.pk}, 3]


def test_the_same_list_again_invites_nobody(coordinator_client, mailoutbox):
    for _ in range(2):
        response = send(coordinator_client, "a@example.org b@example.org")
    assert [[outcome for _entry, outcome in report(response)], len(mailoutbox)] == [["Already invited"] * 2, 2]


@pytest.mark.parametrize(
    ("kind", "country", "chosen", "language"),
    [("partner", "DE", "", "de"), ("partner", "BE", "", "nl"), ("partner", "ES", "", "fr"), ("member", "DE", "", "fr"),
     ("partner", "DE", "en", "en")],
)  # fmt: skip
def test_a_mail_is_in_the_default_language_of_its_recipients(
    coordinator_client, mailoutbox, kind, country, chosen, language
):
    TerritoryFactory(slug="la-bas", country=country)
    send(coordinator_client, "a@example.org", kind=kind, territory="la-bas", language=chosen, word="Zu dritt!")
    [invitation] = Invitation.objects.all()
    assert [invitation.kind, invitation.territory.slug, invitation.language] == [kind, "la-bas", language]
    assert [f"/{language}/invitations/" in mailoutbox[0].body, "Zu dritt!" in mailoutbox[0].body] == [True, True]


@pytest.mark.parametrize(
    ("addresses", "fields"),
    [
        ("", {}),
        (" ".join(f"a{number}@example.org" for number in range(201)), {}),
        ("x" * 60_001, {}),
        ("a@example.org", {"kind": "king"}),
        ("a@example.org", {"territory": "atlantis"}),
        ("a@example.org", {"language": "tlh"}),
        ("a@example.org", {"word": "x" * 1001}),
        ("a@example.org\x00", {}),
    ],
)
def test_an_invalid_form_invites_nobody_and_preserves_the_input(coordinator_client, mailoutbox, addresses, fields):
    response = send(coordinator_client, addresses, **fields)
    assert [response.status_code, Invitation.objects.count(), mailoutbox] == [400, 0, []]
    assert texts(response, "textarea")[0] == " ".join(addresses.split())


def test_two_hundred_are_invited_at_once_and_their_mails_are_sent_later(coordinator_client, mailoutbox):
    response = send(coordinator_client, "\n".join(f"a{number}@example.org" for number in range(200)))
    assert [response.status_code, Invitation.objects.open().count(), mailoutbox] == [200, 200, []]
    assert Notification.objects.unsent().count() == 200
    assert set(Invitation.objects.with_state().values_list("state", flat=True)) == {"waiting"}


def make_invitation(state: str, claire) -> Invitation:
    """Return an invitation in that state, as the actions leave it."""
    invitation = invite(f"{state}@example.org", kind="member", invited_by=claire)
    mail = Notification.objects.filter(pk=invitation.mail_id)
    changes = {
        "waiting": lambda: None,
        "sent": lambda: mail.update(sent_at=timezone.now()),
        "bounced": lambda: mail.update(bounced_at=timezone.now(), bounce_reason="550 no such user"),
        "expired": lambda: Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now()),
        "accepted": lambda: Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now()),
        "withdrawn": lambda: withdraw_invitation(invitation, claire),
    }
    changes[state]()
    return Invitation.objects.with_card().get(pk=invitation.pk)


STATES = ["waiting", "sent", "bounced", "expired", "accepted", "withdrawn"]


@pytest.mark.parametrize("state", STATES)
def test_the_list_can_be_filtered_by_state_and_offers_the_possible_actions(coordinator_client, claire, state):
    rows = {name: make_invitation(name, claire) for name in STATES}
    assert rows[state].standing == state
    response = coordinator_client.get(f"{LIST}?state={state}")
    assert texts(response, "h3") == [f"{state}@example.org"]
    actions = [form["action"] for form in elements(response, "form") if "/my/invitations/" in form.get("action", "")]
    again, withdraw = f"{LIST}{rows[state].pk}/again/", f"{LIST}{rows[state].pk}/withdraw/"
    expected = {"waiting": [withdraw], "accepted": [], "withdrawn": []}.get(state, [again, withdraw])
    assert actions == expected
    assert response.content.decode().count("550 no such user") == (state == "bounced")


def test_the_list_is_filtered_by_words_kind_and_territory_and_has_pages(coordinator_client):
    kehl = TerritoryFactory(slug="kehl")
    InvitationFactory(last_name="Wanted", kind="partner", territory=kehl)
    for _ in range(20):
        InvitationFactory()
    for query in ("q=wanted", "kind=partner", "territory=kehl", "page=2"):
        assert len(texts(coordinator_client.get(f"{LIST}?{query}"), "h3")) == 1, query
    assert texts(coordinator_client.get(f"{LIST}?q=nobody"), "h3") == ["No results for these filters"]
    assert coordinator_client.get(f"{LIST}?state=lost").status_code == 400
    Invitation.objects.all().delete()
    assert texts(coordinator_client.get(LIST), "h3") == ["Nothing here yet"]


def test_inviting_again_sends_a_new_link_and_retracts_the_old_mail(coordinator_client, claire, mailoutbox):
    invitation = make_invitation("waiting", claire)
    old, first = invitation.token, invitation.mail_id
    coordinator_client.post(f"{LIST}{invitation.pk}/again/")
    invitation.refresh_from_db()
    assert [invitation.token == old, Notification.objects.filter(pk=first).exists(), len(mailoutbox)] == [
        False, False, 1
    ]  # fmt: skip
    assert invitation.expires_at > timezone.now() + timedelta(days=13)


def test_withdrawing_before_the_mail_is_sent_retracts_it(coordinator_client, claire, mailoutbox):
    invitation = make_invitation("waiting", claire)
    coordinator_client.post(f"{LIST}{invitation.pk}/withdraw/")
    assert [Notification.objects.count(), mailoutbox] == [0, []]
    assert ModelLogEntry.objects.filter(action="joining.withdraw", user=claire).count() == 1


@pytest.mark.parametrize("verb", ["again", "withdraw"])
@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_an_action_on_a_closed_invitation_shows_a_message(coordinator_client, claire, mailoutbox, state, verb):
    invitation = make_invitation(state, claire)
    response = coordinator_client.post(f"{LIST}{invitation.pk}/{verb}/", follow=True)
    assert "This invitation was used or withdrawn before you sent this." in texts(response, "p")
    assert coordinator_client.get(f"{LIST}{invitation.pk}/{verb}/").url == LIST
    assert mailoutbox == []


def test_inviting_somebody_again_updates_the_same_row(site, claire):
    first = invite("a@example.org", kind="member", invited_by=claire, last_name="Before")
    again = invite("A@Example.org", kind="partner", invited_by=claire, last_name="After")
    first.refresh_from_db()
    assert [first, first.kind, first.last_name] == [again, "partner", "After"]
    send_link(first)
