"""Notifications about sheets, and who may still receive them."""

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


def notify_one(person, kind, sheet) -> Notification:
    return notify([person], kind, sheet, at_once=False, **WORDS)[0]


def relevant_rows(*rows) -> list[bool]:
    found = list(Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("recipient"))
    prefetch_for_lines(found)
    relevant = still_relevant(found)
    return [row.pk in relevant for row in rows]


def test_only_current_reviewers_are_notified_of_a_draft(author, coordinator, stranger):
    sheet = make_sheet(author)
    rows = [notify_one(person, "sheet-submitted", sheet) for person in (coordinator, stranger)]
    assert relevant_rows(*rows) == [True, False]
    take_role(coordinator, Role.COORDINATOR)
    assert relevant_rows(*rows) == [False, False]


@pytest.mark.parametrize("kind", ["sheet-changes-requested", "sheet-published"])
def test_an_author_is_notified_of_their_own_existing_sheet(author, coordinator, stranger, kind):
    sheet = make_sheet(author)
    rows = [notify_one(person, kind, sheet) for person in (author, stranger)]
    assert relevant_rows(*rows) == [True, False]
    sheet.delete()
    assert relevant_rows(*rows) == [False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_checking_notifications_takes_the_same_statements_however_many_there_are(site, number):
    for _ in range(number):
        for kind in ("sheet-submitted", "sheet-changes-requested", "sheet-published"):
            notify_one(UserFactory(groups=["Coordinators"]), kind, make_sheet())
    rows = list(Notification.objects.select_related("recipient", "target_type"))
    with statements("notices of sheets"):
        prefetch_for_lines(rows)
        assert len(still_relevant(rows)) == number


def test_the_notification_on_the_site_shows_the_comment_and_links_to_the_sheet(client, author):
    sheet = make_sheet(author)
    notify_one(author, "sheet-changes-requested", sheet)
    client.force_login(author)
    response = client.get("/en/my/notifications/")
    assert texts(response, "h3") == ["Changes requested: Chaleur"]
    assert "Qui a payé ?" in texts(response, "p")
    assert f'href="/en/my/sheets/{sheet.pk}/"' in response.content.decode()
