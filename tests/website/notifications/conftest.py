from datetime import UTC, datetime

import pytest

from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from website.news.models import NewsPage
from website.notifications import notices
from website.notifications.actions import notify
from website.notifications.actions.digests import send_digests, write_digests
from website.notifications.models import Notification, Recipient
from website.notifications.notices import Notice, NotificationLine

# Five o'clock UTC is seven in Paris, in summer.
SUNDAY_NOON = datetime(2026, 6, 7, 10, tzinfo=UTC)
MONDAY_SEVEN = datetime(2026, 6, 8, 5, tzinfo=UTC)
TUESDAY_SEVEN = datetime(2026, 6, 9, 5, tzinfo=UTC)


def _line(row) -> NotificationLine:
    words = row.data.get("words", "")
    return NotificationLine(
        "Neues <hier>", "/de/neu/", row.target.title, row.target.get_absolute_url(), words, "Amélie Weber"
    )


@pytest.fixture(autouse=True)
def news_notice(monkeypatch):
    """Register a kind of notification about news, relevant while the page is published."""
    notice = Notice(
        "tidings",
        "Tidings",
        still=lambda rows: {row.pk for row in rows if row.target is not None and row.target.live},
        line=_line,
        targets=lambda: [NewsPage.objects.select_related("locale")],
        thread=lambda row: f"news-{row.target_id}",
        list_id=lambda row: ("news", "Énergie & „Wärme“ der ganzen langen Grenzregion zwischen Rhein und Maas"),
    )
    monkeypatch.setitem(notices._registry, "tidings", notice)
    return notice


@pytest.fixture
def news(site):
    return lambda title="Chaleur de Kehl", **fields: make_page(NewsPage, title=title, **fields)


@pytest.fixture
def notify_followers():
    """Notify followers of `target`, by default on Sunday at noon."""

    def notify_all(*people, target, moment=SUNDAY_NOON, data=None, **fields):
        fields = {"reason_kind": "followed", "is_direct": False, **fields}
        rows = notify([Recipient(person, **fields) for person in people], "tidings", target, **(data or {}))
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=moment)
        return rows

    return notify_all


@pytest.fixture
def jonas(db):
    return UserFactory(email="jonas@example.org", first_name="Jonas", language="de")


@pytest.fixture
def run_digests():
    """Do what `manage.py send_digests` does at a moment; return the number of mails sent."""
    return lambda moment=MONDAY_SEVEN: sum(send_digests(pks) for pks in write_digests(moment))
