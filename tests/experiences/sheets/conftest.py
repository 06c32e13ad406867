import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from experiences.sheets.actions import save_sheet_draft, store_document, store_photo
from experiences.sheets.models import SheetDocument, SheetPhoto
from tests.factories.people import UserFactory
from tests.factories.sheets import pdf, picture


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


@pytest.fixture
def files():
    """Return a function that adds a number of photos and documents to a draft."""

    def add(sheet, number):
        author = sheet.owner
        sheet.photos = [SheetPhoto(image=store_photo(author, picture())) for _number in range(number)]
        sheet.documents = [SheetDocument(document=store_document(author, pdf())) for _number in range(number)]
        return save_sheet_draft(author, sheet)

    return add


@pytest.fixture
def statements_of(client):
    """Return a function that counts the SQL statements of a second request, when caches are filled."""

    def count(address) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return count
