import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Workflow

from experiences.sheets.actions import (
    IncompleteSheet,
    NoReview,
    approve_sheet,
    create_sheet,
    request_sheet_changes,
    save_sheet_draft,
    submit_sheet,
    withdraw_sheet,
)
from experiences.sheets.models import SheetPage
from experiences.sheets.querysets import history_of
from tests.factories.sheets import make_published_sheet, make_sheet

pytestmark = pytest.mark.django_db


def reloaded(sheet):
    return SheetPage.objects.get(pk=sheet.pk)


def test_a_sheet_goes_to_the_coordinators_comes_back_and_is_published(author, coordinator):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    assert reloaded(sheet).status == "submitted"
    request_sheet_changes(coordinator, sheet, "Qui a payé la conduite ?")
    assert reloaded(sheet).status == "changes-requested"
    draft = reloaded(sheet).get_latest_revision_as_object()
    draft.financial_means = "La fonderie."
    save_sheet_draft(author, draft)
    submit_sheet(author, sheet)
    assert reloaded(sheet).status == "submitted"
    approve_sheet(coordinator, sheet)
    assert (reloaded(sheet).status, reloaded(sheet).financial_means) == ("published", "La fonderie.")


def test_the_history_lists_every_step_newest_first(author, coordinator):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    request_sheet_changes(coordinator, sheet, "Qui a payé la conduite ?")
    submit_sheet(author, sheet)
    withdraw_sheet(author, sheet)
    actions = [entry.action.removeprefix("wagtail.").removeprefix("workflow.") for entry in history_of(sheet)]
    assert actions == ["cancel", "resume", "reject", "start", "create"]
    assert history_of(sheet)[2].data["comment"] == "Qui a payé la conduite ?"


def test_a_withdrawn_sheet_is_a_draft_again(author):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    withdraw_sheet(author, sheet)
    assert reloaded(sheet).status == "draft"


def test_a_published_sheet_stays_online_while_its_changes_are_under_review(author, coordinator):
    sheet = make_published_sheet(author, coordinator)
    sheet.context = "Une suite."
    save_sheet_draft(author, sheet)
    submit_sheet(author, sheet)
    assert (reloaded(sheet).live, reloaded(sheet).status) == (True, "submitted")
    assert reloaded(sheet).context == "Huit GWh partaient dans l'air."
    approve_sheet(coordinator, sheet)
    assert (reloaded(sheet).context, reloaded(sheet).status) == ("Une suite.", "published")


def test_an_incomplete_sheet_cannot_be_submitted(author):
    sheet = create_sheet(author, SheetPage(title="Rien qu'un titre"), "fr")
    with pytest.raises(IncompleteSheet) as refused:
        submit_sheet(author, sheet)
    assert list(refused.value.missing) == ["summary", "territories", "context", "quantified_results", "themes"]
    assert reloaded(sheet).status == "draft"


def test_qualitative_results_are_enough_for_a_review(author):
    sheet = make_sheet(author, quantified_results="", qualitative_results="Les odeurs ont disparu.")
    submit_sheet(author, sheet)
    assert reloaded(sheet).status == "submitted"


def test_a_sheet_cannot_be_submitted_without_an_active_workflow(author):
    sheet = make_sheet(author)
    Workflow.objects.get().deactivate()
    with pytest.raises(NoReview):
        submit_sheet(author, sheet)


def test_each_step_is_refused_to_everyone_who_may_not_take_it(author, coordinator, stranger):
    sheet = make_sheet(author)
    with pytest.raises(PermissionDenied):
        submit_sheet(stranger, sheet)
    with pytest.raises(PermissionDenied):
        withdraw_sheet(author, sheet)
    with pytest.raises(PermissionDenied):
        approve_sheet(coordinator, sheet)
    submit_sheet(author, sheet)
    for person in (author, stranger):
        with pytest.raises(PermissionDenied):
            approve_sheet(person, sheet)
        with pytest.raises(PermissionDenied):
            request_sheet_changes(person, sheet, "Non.")
    with pytest.raises(PermissionDenied):
        withdraw_sheet(coordinator, sheet)
    with pytest.raises(PermissionDenied):
        submit_sheet(author, sheet)


def test_a_published_sheet_without_changes_cannot_be_submitted(author):
    with pytest.raises(PermissionDenied):
        submit_sheet(author, make_published_sheet(author))
