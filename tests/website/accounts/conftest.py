import pytest

from tests.factories.people import UserFactory
from website.accounts.actions import verify_address

PASSWORD = "vapeur-et-condensats"


@pytest.fixture
def make_account(site):
    """`make_account("camille@example.org", groups=[…])`: an account with `PASSWORD` and a verified address."""

    def make(email="camille@example.org", **fields):
        user = UserFactory(email=email, **{"language": "en", **fields})
        user.set_password(PASSWORD)
        user.save()
        verify_address(user)
        return user

    return make


@pytest.fixture
def log_in():
    """`log_in(client, email)`: sign in on the sign-in page."""

    def sign_in(client, email="camille@example.org", password=PASSWORD, **data):
        return client.post("/en/accounts/login/", {"login": email, "password": password, **data})

    return sign_in
