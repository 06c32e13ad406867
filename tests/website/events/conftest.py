from datetime import UTC, datetime

import pytest
from django.utils import timezone

from website.core.database import versions

NOW = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def set_now(monkeypatch):
    """Return a function that sets the clock for `timezone.now()` and for content versions."""

    def set_now(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(versions, "time", lambda: moment.timestamp())

    return set_now


@pytest.fixture(autouse=True)
def _today(set_now):
    """Run every test of events on the same day, later than the versions written by the set-up."""
    set_now(NOW)
