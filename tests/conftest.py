"""A hostile house: what is sloppy fails."""

import pytest
from django.core.cache import cache

from tests.testing import StrictClient


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site(db):
    """The languages' trees, vocabularies, groups and workflow, as after `set_up_site`."""
    from website.home.actions import set_up_site

    set_up_site("testserver")


@pytest.fixture
def client():
    return StrictClient()
