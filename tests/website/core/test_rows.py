"""Rows of pages, tested with experience sheets, which have most of them."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

from experiences.sheets.models import SheetPage
from tests.factories.sheets import make_sheet
from tests.factories.topics import TerritoryFactory
from website.core.rows import PageRow, PageWithRows


def draft_of(sheet):
    return SheetPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()


def test_row_references_list_all_relations_and_foreign_keys():
    """Others are neither looked up in a restored revision nor loaded with the stored rows."""
    pages = [model for model in apps.get_models() if issubclass(model, PageWithRows)]
    named = {page: {name: set(found) for name, found in page.row_references.items()} for page in pages}
    expected = {
        page: {
            relation.get_accessor_name(): {
                field.name
                for field in relation.related_model._meta.concrete_fields
                if field.is_relation and not isinstance(field, ParentalKey)
            }
            for relation in get_all_child_relations(page)
            if issubclass(relation.related_model, PageRow)
        }
        for page in pages
    }
    assert SheetPage in pages
    assert named == expected


@pytest.mark.django_db
def test_the_number_of_statements_to_restore_a_revision_does_not_depend_on_its_rows(site):
    counts = []
    for number in (1, 3):
        sheet = make_sheet(rows=number)
        with CaptureQueriesContext(connection) as captured:
            draft = draft_of(sheet)
            assert [row.territory.pk for row in draft.measures.all()] == [sheet.territories.get().pk] * number
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_row_remains_when_the_row_that_it_refers_to_is_deleted(site):
    kept, gone = TerritoryFactory(), TerritoryFactory()
    sheet = make_sheet(rows=2)
    draft = draft_of(sheet)
    for row, territory in zip(draft.measures.all(), (gone, kept), strict=True):
        row.territory = territory
    draft.save_revision()
    gone.delete()
    assert [(row.indicator, row.territory) for row in draft_of(sheet).measures.all()] == [
        ("energy-saved", None),
        ("energy-saved", kept),
    ]
