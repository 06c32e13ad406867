import pytest

from tests.factories.people import UserFactory
from website.accounts.actions import verify_address

PASSWORD = "vapeur-et-condensats"


@pytest.fixture
def known(site):
    """`known("camille@example.org", groups=[…])`: somebody with `PASSWORD` and an address that is theirs."""

    def make(email="camille@example.org", **fields):
        user = UserFactory(email=email, **{"language": "en", **fields})
        user.set_password(PASSWORD)
        user.save()
        verify_address(user)
        return user

    return make


@pytest.fixture
def enter():
    """`enter(client, email)`: through the door, just now."""

    def sign_in(client, email="camille@example.org", password=PASSWORD, **data):
        return client.post("/en/accounts/login/", {"login": email, "password": password, **data})

    return sign_in
