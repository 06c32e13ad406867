from datetime import UTC, datetime

import pytest
from django.utils import timezone

from website.core import actions as core_actions

NOW = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)


@pytest.fixture
def set_now(monkeypatch):
    """Sets the clock of the site, of its pages as of its stamps."""

    def set_now(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(core_actions, "time", lambda: moment.timestamp())

    return set_now


@pytest.fixture(autouse=True)
def _today(set_now):
    """Every test of events runs on the same day, later than anything that set-up has stamped."""
    set_now(NOW)
