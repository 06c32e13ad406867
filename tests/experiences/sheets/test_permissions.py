import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Page

from experiences.sheets import permissions
from experiences.sheets.actions import request_sheet_changes, store_document, submit_sheet
from experiences.sheets.models import SheetDocument, SheetPage, SheetUpload
from tests.factories.people import UserFactory
from tests.factories.sheets import make_published_sheet, make_sheet, pdf
from website.core.models import CreditedDocument

pytestmark = pytest.mark.django_db

SHEETS = ("draft", "submitted", "returned", "published", "withdrawn", "locked", "orphan", "translation", "another")


@pytest.fixture
def people(author, coordinator, stranger):
    closed = UserFactory(email="partie@example.org", is_active=False)
    admin = UserFactory(email="admin@example.org", is_superuser=True)
    editor = UserFactory(email="editrice@example.org", groups=["Editors"])
    named = {"author": author, "coordinator": coordinator, "stranger": stranger, "closed": closed, "admin": admin}
    return {**named, "editor": editor, "nobody": AnonymousUser()}


@pytest.fixture
def sheets(author, coordinator, people):
    made = {name: make_sheet(author, title=name) for name in ("draft", "submitted", "returned", "locked", "orphan")}
    submit_sheet(author, made["submitted"])
    submit_sheet(author, made["returned"])
    request_sheet_changes(coordinator, made["returned"], "Encore un effort.")
    made["published"] = make_published_sheet(author, coordinator, title="published")
    made["withdrawn"] = make_published_sheet(author, coordinator, title="withdrawn")
    made["withdrawn"].unpublish()
    made["translation"] = made["published"].copy_for_translation(Locale.objects.get(language_code="de"))
    made["another"] = make_sheet(title="another")
    Page.objects.filter(pk=made["locked"].pk).update(locked=True)
    Page.objects.filter(pk=made["orphan"].pk).update(owner=None)
    return {name: SheetPage.objects.get(pk=sheet.pk) for name, sheet in made.items()}


def names(rule, user, sheets):
    return {name for name, sheet in sheets.items() if rule(user, sheet)}


EDITABLE = {"author": {"draft", "returned", "published", "withdrawn"}}
REVIEWERS = {"coordinator", "admin"}


@pytest.mark.parametrize("person", ["author", "coordinator", "stranger", "closed", "admin", "editor", "nobody"])
def test_who_edits_what_is_the_same_asked_one_by_one_and_all_at_once(people, sheets, person):
    user = people[person]
    assert names(permissions.can_edit_sheet, user, sheets) == EDITABLE.get(person, set())
    rows = SheetPage.objects.editable_by(user)
    assert {sheet.pk for sheet in rows} == {sheets[name].pk for name in EDITABLE.get(person, set())}


@pytest.mark.parametrize("person", ["author", "coordinator", "stranger", "closed", "admin", "editor", "nobody"])
def test_who_sees_which_draft_is_the_same_asked_one_by_one_and_all_at_once(people, sheets, person):
    user = people[person]
    own = set(SHEETS) - {"orphan", "translation", "another"} if person == "author" else set()
    expected = set(SHEETS) if person in REVIEWERS else own
    assert names(permissions.can_see_sheet_draft, user, sheets) == expected
    rows = SheetPage.objects.drafts_visible_to(user)
    assert {sheet.pk for sheet in rows} == {sheets[name].pk for name in expected}


def test_a_translation_is_not_among_the_authors_own_sheets(author, sheets):
    own = set(SheetPage.objects.written_by(author).values_list("pk", flat=True))
    assert own == {sheets[name].pk for name in set(SHEETS) - {"orphan", "translation", "another"}}


def test_only_drafts_that_were_never_published_can_be_deleted(author, sheets):
    assert names(permissions.can_delete_sheet_draft, author, sheets) == {"draft", "returned"}


def test_only_what_is_being_read_can_be_taken_back(author, coordinator, sheets):
    assert names(permissions.can_withdraw_sheet, author, sheets) == {"submitted"}
    assert names(permissions.can_withdraw_sheet, coordinator, sheets) == set()


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("nobody", {"shown", "library"}),
        ("stranger", {"shown", "library"}),
        ("closed", {"shown", "library"}),
        ("editor", {"shown", "library"}),
        ("author", {"shown", "library", "drafted"}),
        ("coordinator", {"shown", "library", "drafted"}),
        ("admin", {"shown", "library", "drafted"}),
    ],
)
def test_a_document_of_a_draft_is_its_authors_and_the_reviewers(author, people, person, expected):
    papers = {name: store_document(author, pdf(), title=name) for name in ("shown", "drafted")}
    papers["library"] = CreditedDocument.objects.create(title="library", file=pdf())
    for name, make in (("shown", make_published_sheet), ("drafted", make_sheet)):
        sheet = make(author)
        SheetDocument.objects.create(page=sheet, document=papers[name])
    user = people[person]
    assert {name for name, paper in papers.items() if permissions.can_see_document(user, paper)} == expected
    hidden = SheetUpload.objects.hidden_from(user)
    assert {upload.document.title for upload in hidden} == set(papers) - expected
