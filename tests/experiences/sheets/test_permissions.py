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


def one_by_one(rule, people, sheets) -> dict[str, set[str]]:
    """Return, for each person, the sheets for which `rule(user, sheet)` is true."""
    return {person: {name for name, sheet in sheets.items() if rule(user, sheet)} for person, user in people.items()}


def all_at_once(queryset, people, sheets) -> dict[str, set[str]]:
    """Return, for each person, the sheets that `queryset(user)` finds."""
    by_pk = {sheet.pk: name for name, sheet in sheets.items()}
    return {person: {by_pk[sheet.pk] for sheet in queryset(user)} for person, user in people.items()}


def granted(people, **expected) -> dict[str, set[str]]:
    return {person: expected.get(person, set()) for person in people}


OWN = set(SHEETS) - {"orphan", "translation", "another"}


def test_the_check_and_the_queryset_agree_on_who_edits_which_sheet(people, sheets):
    expected = granted(people, author={"draft", "returned", "published", "withdrawn"})
    assert one_by_one(permissions.can_edit_sheet, people, sheets) == expected
    assert all_at_once(SheetPage.objects.editable_by, people, sheets) == expected


def test_the_check_and_the_queryset_agree_on_who_sees_which_draft(people, sheets):
    expected = granted(people, author=OWN, coordinator=set(SHEETS), admin=set(SHEETS))
    assert one_by_one(permissions.can_see_sheet_draft, people, sheets) == expected
    assert all_at_once(SheetPage.objects.drafts_visible_to, people, sheets) == expected


def test_only_the_author_deletes_and_only_a_sheet_that_was_never_published(people, sheets):
    expected = granted(people, author={"draft", "returned"})
    assert one_by_one(permissions.can_delete_sheet_draft, people, sheets) == expected


def test_only_the_author_withdraws_and_only_a_sheet_under_review(people, sheets):
    assert one_by_one(permissions.can_withdraw_sheet, people, sheets) == granted(people, author={"submitted"})


def test_a_translation_is_not_among_the_authors_own_sheets(author, sheets):
    own = set(SheetPage.objects.written_by(author).values_list("pk", flat=True))
    assert own == {sheets[name].pk for name in OWN}


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
def test_only_the_author_and_reviewers_see_a_document_of_a_draft(author, people, person, expected):
    papers = {name: store_document(author, pdf(), title=name) for name in ("shown", "drafted")}
    papers["library"] = CreditedDocument.objects.create(title="library", file=pdf())
    for name, make in (("shown", make_published_sheet), ("drafted", make_sheet)):
        sheet = make(author)
        SheetDocument.objects.create(page=sheet, document=papers[name])
    user = people[person]
    assert {name for name, paper in papers.items() if permissions.can_see_document(user, paper)} == expected
    hidden = SheetUpload.objects.hidden_from(user)
    assert {upload.document.title for upload in hidden} == set(papers) - expected
