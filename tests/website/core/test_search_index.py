"""Rows that are written in bulk are indexed with `sync_search_index`."""

import pytest
from django.db import transaction
from wagtail.search.backends import get_search_backend

from tests.factories.topics import OrganisationFactory
from website.core.actions import sync_search_index
from website.topics.models import Organisation

pytestmark = pytest.mark.django_db


def found(words: str) -> set[int]:
    return {row.pk for row in get_search_backend().search(words, Organisation)}


def test_a_row_that_was_updated_in_bulk_is_found_by_its_new_name_only():
    row, other = OrganisationFactory(name="Papeterie"), OrganisationFactory(name="Cimenterie")
    Organisation.objects.filter(pk=row.pk).update(name="Brasserie")
    assert (found("Papeterie"), found("Brasserie")) == ({row.pk}, set())
    sync_search_index(Organisation, [row.pk])
    assert (found("Papeterie"), found("Brasserie"), found("Cimenterie")) == (set(), {row.pk}, {other.pk})


def test_rows_that_no_longer_exist_leave_the_other_rows_in_the_index():
    gone, row = OrganisationFactory(name="Papeterie"), OrganisationFactory(name="Papeterie")
    key = gone.pk
    gone.delete()
    sync_search_index(Organisation, [key, row.pk])
    assert found("Papeterie") == {row.pk}


def test_the_index_is_unchanged_after_a_rollback():
    row = OrganisationFactory(name="Papeterie")
    with transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(name="Brasserie")
        sync_search_index(Organisation, [row.pk])
        transaction.set_rollback(True)
    assert (found("Papeterie"), found("Brasserie")) == ({row.pk}, set())
