"""Hostile input to the pages of moderation is refused or stored as text, and never causes a server error."""

import pytest

from community.moderation.actions.complaints import contest
from community.moderation.models import Case, Decision
from tests.factories.forum import make_board
from tests.factories.moderation import REASONS, make_decision, make_report, make_shown_post, person

pytestmark = pytest.mark.django_db
VALUES = ["", "\x00", "9" * 30, "-1", "1e9", "[]", "<script>alert(1)</script>", "x" * 100_000, "ʼ' OR 1=1 --"]


@pytest.fixture
def mia(site):
    return person("Mia")


@pytest.fixture
def post(mia):
    return make_shown_post(person("Anton"), make_board(moderators=[mia]))


def is_handled(response) -> bool:
    return response.status_code in (302, 400, 404, 429)


@pytest.mark.parametrize("value", VALUES)
def test_hostile_form_values_never_cause_a_server_error(client, mia, post, value):
    claire = person("Claire", groups=["Coordinators"])
    report = make_report(post, email="lena@example.org", name="Lena")
    good = {
        f"/en/report/post/{post.pk}/": {
            "reason": "other", "words": "x", "is_sincere": "on", "name": "Z", "email": "z@example.org"
        },
        f"/en/my/moderation/post/{post.pk}/": {
            "verb": "suspend", **REASONS, "days": 3, "text": "y", "seen": "", "hides": "on", "takes_reading": "on"
        },
    }  # fmt: skip
    for user, (address, data) in zip((None, mia), good.items(), strict=True):
        client.logout()
        if user:
            client.force_login(user)
        for name in data:
            assert is_handled(client.post(address, {**data, name: value})), (address, name)
            assert is_handled(client.post(address, {**data, name: [value, value]})), (address, name)
    seen = Case.objects.get().last_decision
    decision = seen if seen and seen.person else make_decision(mia, post)
    complaint = contest(decision.person, decision, "Why?")
    client.force_login(claire)
    address = f"/en/my/moderation/complaints/{complaint.pk}/"
    for name in ("stands", "answer"):
        assert is_handled(client.post(address, {"stands": "maybe", "answer": "x", name: value}))
    assert is_handled(client.post(f"/en/reports/{report.token}/", {"words": value}))


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "page=" + "9" * 30, "status=%00", "waits[]=x", "reason=" + "x" * 9000]
)
def test_hostile_query_strings_never_cause_a_server_error(client, mia, post, query):
    client.force_login(mia)
    assert client.get(f"/en/my/moderation/?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "address",
    [
        "report/post/99999999999999999999/",
        "my/moderation/post/99999999999999999999/",
        "my/moderation/complaints/99999999999999999999/",
        "my/decisions/99999999999999999999/",
        "reports/%00/",
        "reports/" + "x" * 5000 + "/",
    ],
)
def test_hostile_urls_never_cause_a_server_error(client, site, address):
    client.force_login(person("Claire", groups=["Coordinators"]))
    assert client.get(f"/en/{address}").status_code in (400, 404)
    assert Decision.objects.count() == 0
