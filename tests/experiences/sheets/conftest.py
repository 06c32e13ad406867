import pytest

from tests.factories.people import UserFactory


@pytest.fixture
def author(site):
    return UserFactory(first_name="Amélie", last_name="Weber", email="amelie.weber@example.org", language="fr")


@pytest.fixture
def coordinator(site):
    return UserFactory(
        first_name="Claire",
        last_name="Müller",
        email="claire.muller@example.org",
        language="de",
        groups=["Coordinators"],
    )


@pytest.fixture
def stranger(site):
    return UserFactory(email="quelquun@example.org")
