from datetime import UTC, datetime

import pytest
from django.utils import timezone

from website.core.database import versions

NOW = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def set_now(monkeypatch):
    """Sets the clock of the site, for its pages and its content versions."""

    def set_now(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(versions, "time", lambda: moment.timestamp())

    return set_now


@pytest.fixture(autouse=True)
def _today(set_now):
    """Every test of events runs on the same day, later than anything that the set-up has written."""
    set_now(NOW)
