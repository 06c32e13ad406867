"""What people are told of sheets, and who may still be told."""

import pytest

from tests.factories.people import UserFactory
from tests.factories.sheets import make_sheet
from tests.reading import texts
from tests.testing import statements
from website.accounts.actions import take_role
from website.accounts.enums import Role
from website.notifications.actions import notify
from website.notifications.lines import prefetch_for_lines, still_relevant
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db
WORDS = {"title": "Chaleur", "author": "Amélie Weber", "comment": "Qui a payé ?", "is_return": False}


def tell(person, kind, sheet) -> Notification:
    return notify([person], kind, sheet, at_once=False, **WORDS)[0]


def still(*rows) -> list[bool]:
    found = list(Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("recipient"))
    prefetch_for_lines(found)
    told = still_relevant(found)
    return [row.pk in told for row in rows]


def test_a_draft_is_told_of_to_those_who_review_and_no_longer_to_those_who_did(author, coordinator, stranger):
    sheet = make_sheet(author)
    rows = [tell(person, "sheet-submitted", sheet) for person in (coordinator, stranger)]
    assert still(*rows) == [True, False]
    take_role(coordinator, Role.COORDINATOR)
    assert still(*rows) == [False, False]


@pytest.mark.parametrize("kind", ["sheet-changes-requested", "sheet-published"])
def test_an_author_is_told_of_a_sheet_that_is_theirs_and_there(author, coordinator, stranger, kind):
    sheet = make_sheet(author)
    rows = [tell(person, kind, sheet) for person in (author, stranger)]
    assert still(*rows) == [True, False]
    sheet.delete()
    assert still(*rows) == [False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_asked_about_in_as_many_statements(site, number):
    for _ in range(number):
        for kind in ("sheet-submitted", "sheet-changes-requested", "sheet-published"):
            tell(UserFactory(groups=["Coordinators"]), kind, make_sheet())
    rows = list(Notification.objects.select_related("recipient", "target_type"))
    with statements("notices of sheets"):
        prefetch_for_lines(rows)
        assert len(still_relevant(rows)) == number


def test_an_author_reads_the_comment_on_the_site_and_finds_the_sheet(client, author):
    sheet = make_sheet(author)
    tell(author, "sheet-changes-requested", sheet)
    client.force_login(author)
    response = client.get("/en/my/notifications/")
    assert texts(response, "h3") == ["Changes asked for: Chaleur"]
    assert "Qui a payé ?" in texts(response, "p")
    assert f'href="/en/my/sheets/{sheet.pk}/"' in response.content.decode()
