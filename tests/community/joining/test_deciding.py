"""The queue of requests to join, and the decision on one."""

import pytest
from wagtail.models import ModelLogEntry

from community.joining.actions.requests import RequestAlreadyDecided, accept_request, refuse_request
from community.joining.models import Invitation, JoinRequest
from tests.factories.joining import InvitationFactory, JoinRequestFactory
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db
QUEUE = "/en/my/join-requests/"
ACCEPT = {"decision": "accept", "accept-kind": "member", "accept-word": "Welcome."}
REFUSE = {"decision": "refuse", "refuse-word": "The network is for the region."}


@pytest.fixture
def claire(site):
    return UserFactory(groups=["Coordinators"], first_name="Claire", last_name="Muller", language="en")


@pytest.fixture
def coordinator_client(client, claire):
    client.force_login(claire)
    return client


def page(request) -> str:
    return f"{QUEUE}{request.pk}/"


def names(response) -> list[str]:
    return [text for text in texts(response, "h3") if text]


def decide(request, status, coordinator):
    act = {"accepted": lambda: accept_request(request, coordinator, kind="member"),
           "refused": lambda: refuse_request(request, coordinator, word="No.")}  # fmt: skip
    act[status]()
    return request


def test_pending_requests_come_first_and_the_oldest_of_them_before_the_others(coordinator_client, claire):
    late = JoinRequestFactory(last_name="Late", created_at="2026-03-02T00:00Z")
    decide(JoinRequestFactory(last_name="Done", created_at="2026-01-01T00:00Z"), "refused", claire)
    early = JoinRequestFactory(last_name="Early", created_at="2026-02-02T00:00Z")
    assert names(coordinator_client.get(QUEUE)) == ["Lucie Early", "Lucie Late", "Lucie Done"]
    assert list(JoinRequest.objects.pending().in_queue_order()) == [early, late]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("status=pending", 2),
        ("status=refused", 1),
        ("status=accepted", 0),
        ("kind=partner", 1),
        ("territory=kehl", 1),
        ("q=treber", 1),
        ("q=TREBER kehler", 1),
        ("q=treber nowhere", 0),
        ("q=nur@example.org", 1),
    ],
)
def test_the_queue_is_filtered(coordinator_client, claire, query, found):
    kehl = TerritoryFactory(slug="kehl", country="DE")
    JoinRequestFactory(kind="partner", territory=kehl, organisation_name="Kehler Brauerei", by_product="Biertreber")
    JoinRequestFactory(email="nur@example.org")
    decide(JoinRequestFactory(), "refused", claire)
    response = coordinator_client.get(f"{QUEUE}?{query}")
    assert [response.status_code, len(names(response)) if found else response.context["bound"].count] == [200, found]


@pytest.mark.parametrize("query", ["status=lost", "kind=king", "territory=atlantis", "q=" + "x" * 201])
def test_an_invalid_filter_shows_an_error(coordinator_client, query):
    response = coordinator_client.get(f"{QUEUE}?{query}")
    assert [response.status_code, len(texts(response, "h1"))] == [400, 1]


@pytest.mark.parametrize("query", ["page=2", "page=0", "page=x"])
def test_there_is_no_page_beyond_the_last(coordinator_client, query):
    assert coordinator_client.get(f"{QUEUE}?{query}").status_code == 404


def test_the_pages_of_the_queue_preserve_the_filters(coordinator_client):
    for _ in range(21):
        JoinRequestFactory()
    first = coordinator_client.get(f"{QUEUE}?status=pending")
    assert [len(names(first)), [a["href"] for a in elements(first, "a") if a.get("rel") == "next"]] == [
        20, ["?status=pending&page=2"]
    ]  # fmt: skip
    assert len(names(coordinator_client.get(f"{QUEUE}?status=pending&page=2"))) == 1


def test_an_empty_queue_shows_what_it_will_contain(coordinator_client):
    assert texts(coordinator_client.get(QUEUE), "h3") == ["Nothing here yet"]
    assert texts(coordinator_client.get(f"{QUEUE}?status=pending"), "h3") == ["No results for these filters"]


def test_the_menu_shows_the_number_of_pending_requests_to_coordinators_only(coordinator_client, claire, client):
    assert texts(coordinator_client.get("/en/news/"), "summary")[0] == "Claire"
    for _ in range(3):
        JoinRequestFactory()
    decide(JoinRequestFactory(), "refused", claire)
    assert texts(coordinator_client.get("/en/news/"), "summary")[0] == "Claire3 new or waiting"
    client.force_login(UserFactory(groups=["Editors"]))
    assert texts(client.get("/en/news/"), "summary")[0] == "Camille"


def test_accepting_sends_a_link_in_the_language_of_the_applicant(coordinator_client, claire, mailoutbox):
    request = JoinRequestFactory(email="lucie@example.org", language="nl")
    response = coordinator_client.post(page(request), ACCEPT, follow=True)
    assert response.redirect_chain == [(page(request), 302)]
    request.refresh_from_db()
    assert [request.status, request.decided_by, request.word] == ["accepted", claire, "Welcome."]
    [mail] = mailoutbox
    assert [mail.to, "Welcome." in mail.body, "http://localhost:8000/nl/invitations/" in mail.body] == [
        ["lucie@example.org"], True, True
    ]  # fmt: skip
    [invitation] = Invitation.objects.all()
    assert [invitation.request, invitation.invited_by, invitation.kind] == [request, claire, "member"]
    assert texts(response, "h2").count("Accept") == 0


def test_refusing_requires_a_reason_which_is_mailed(coordinator_client, claire, mailoutbox):
    request = JoinRequestFactory(language="en")
    wrong = coordinator_client.post(page(request), {**REFUSE, "refuse-word": "  "})
    assert [wrong.status_code, wrong.context["refuse"].errors.keys(), mailoutbox] == [400, {"word"}, []]
    coordinator_client.post(page(request), REFUSE)
    request.refresh_from_db()
    assert [request.status, request.decided_by] == ["refused", claire]
    [mail] = mailoutbox
    assert [mail.to, "The network is for the region." in mail.body] == [[request.email], True]
    assert Invitation.objects.count() == 0
    assert list(ModelLogEntry.objects.filter(action="joining.refuse").values_list("user", "label")) == [
        (claire.pk, f"membership request {request.pk}")
    ]


@pytest.mark.parametrize("data", [{}, {"decision": "maybe"}, {**ACCEPT, "accept-kind": "king"}])
def test_an_invalid_decision_changes_nothing_and_preserves_the_input(coordinator_client, mailoutbox, data):
    request = JoinRequestFactory()
    response = coordinator_client.post(page(request), data)
    request.refresh_from_db()
    assert [response.status_code, request.status, mailoutbox] == [400, "pending", []]
    assert texts(response, "textarea")[0] == data.get("accept-word", "")


@pytest.mark.parametrize(
    ("status", "words"),
    [("accepted", "Max Roth already accepted this request"), ("refused", ("Max Roth already refused this"))],
)
def test_a_second_decision_is_answered_with_the_first_and_its_author(coordinator_client, mailoutbox, status, words):
    request = JoinRequestFactory()
    stale = JoinRequest.objects.get(pk=request.pk)
    max_roth = UserFactory(groups=["Coordinators"], first_name="Max", last_name="Roth")
    decide(request, status, max_roth)
    before = len(mailoutbox)
    for data in (ACCEPT, REFUSE):
        response = coordinator_client.post(page(request), data, follow=True)
        assert words in " ".join(texts(response, "p"))
    request.refresh_from_db()
    assert [request.status, request.decided_by, len(mailoutbox)] == [status, max_roth, before]
    with pytest.raises(RequestAlreadyDecided):
        refuse_request(stale, max_roth, word="No.")


def test_coordinators_see_the_account_and_the_invitation_of_an_address(coordinator_client):
    unknown, member, closed = (JoinRequestFactory(email=f"{name}@example.org") for name in ("a", "b", "c"))
    UserFactory(email="b@example.org", first_name="Bea", last_name="Roth")
    UserFactory(email="c@example.org", first_name="Cem", last_name="Roth", is_active=False)
    said = {
        unknown: "There is no account or invitation with this address.",
        member: "Bea Roth has an account with this address.",
        closed: "Cem Roth had an account with this address. It was closed.",
    }
    for request, words in said.items():
        assert words in texts(coordinator_client.get(page(request)), "p")
    InvitationFactory(email="a@example.org")
    assert "Invitation:Sent" in [" ".join(text.split()) for text in texts(coordinator_client.get(page(unknown)), "p")]


def test_an_applicant_who_has_an_account_by_now_is_mailed_to_sign_in(coordinator_client, mailoutbox):
    request = JoinRequestFactory(email="b@example.org")
    UserFactory(email="b@example.org", language="en")
    response = coordinator_client.post(page(request), ACCEPT, follow=True)
    assert "b@example.org already has an account. We have sent an email about how to sign in." in " ".join(
        texts(response, "p")
    )
    assert [[mail.subject for mail in mailoutbox], Invitation.objects.count()] == [["You already have an account"], 0]


def test_a_closed_account_is_not_invited(coordinator_client, mailoutbox):
    request = JoinRequestFactory(email="c@example.org")
    UserFactory(email="c@example.org", is_active=False)
    coordinator_client.post(page(request), ACCEPT)
    request.refresh_from_db()
    assert [request.status, Invitation.objects.count(), mailoutbox] == ["pending", 0, []]


def test_markup_in_a_request_is_escaped(coordinator_client):
    request = JoinRequestFactory(first_name="<b>x</b>", why="<script>x</script>", organisation_name="</a><i>")
    for address in (QUEUE, page(request)):
        html = coordinator_client.get(address).content.decode()
        assert [html.count("<script>x"), html.count("<b>x"), html.count("</a><i>")] == [0, 0, 0]


def test_times_are_in_the_time_zone_of_the_network(coordinator_client):
    request = JoinRequestFactory(created_at="2026-02-02T23:30Z")
    assert "Feb. 3, 2026, 12:30 a.m." in texts(coordinator_client.get(page(request)), "dd")
