import pytest
from django.utils import translation

from community.follows.models import Follow
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.notifications.models import Notification
from website.topics.models import Language, Theme


@pytest.fixture
def notified():
    """`notified(kind)` returns the first names of the notified users with the words of the reason."""

    def read(kind: str = "page-published") -> dict[str, str]:
        rows = Notification.objects.filter(kind=kind).select_related("recipient").order_by("pk")
        with translation.override("en"):
            return _words(rows)

    return read


def _words(rows) -> dict[str, str]:
    return {row.recipient.first_name: Follow.objects.get(pk=row.reason_id).words for row in rows}


@pytest.fixture
def place(site):
    TerritoryFactory(slug="basel", country="CH")
    return TerritoryFactory(slug="colmar", parent=TerritoryFactory(slug="alsace", kind="region"))


@pytest.fixture
def entry(place):
    """What somebody writes who shows all of it to those who have signed in."""
    return {
        "first_name": "Léa",
        "last_name": "Weber",
        "organisation": OrganisationFactory(name="Papeterie du Ried", territory=place),
        "territory": place,
        "job_title": "Ingénieure",
        "bio": "Méthanisation",
        "expertise": [Theme.objects.get(slug="water")],
        "languages": [Language.objects.get(slug="de")],
    }
