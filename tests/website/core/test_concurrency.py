"""Concurrent changes, which need a database with row locks."""

from uuid import uuid4

import pytest
from django.db import transaction

from tests.concurrency import overlapping
from tests.factories.pages import make_page
from tests.testing import versions
from website.core.models import ReaderVersion
from website.news.models import NewsPage
from website.topics.models import Language, Theme

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_versions_published_at_the_same_time_are_each_shown_to_their_readers(site):
    french = make_page(NewsPage, title="Chaleur", live=False)
    german = make_page(NewsPage, title="Wärme", language="de", live=False, translation_of=french)
    overlapping(french.get_latest_revision().publish, german.get_latest_revision().publish)
    shown = ReaderVersion.objects.filter(text=french.text)
    assert dict(shown.values_list("locale__language_code", "page_id")) == {
        "fr": french.pk,
        "de": german.pk,
        "nl": french.pk,
        "en": french.pk,
    }


def test_two_transactions_that_change_the_same_tables_in_opposite_order_both_commit(site):
    before = versions(Theme, Language)

    def add(*models):
        with transaction.atomic():
            for model in models:
                model.objects.create(slug=uuid4().hex[:8], name_fr="Chaleur")

    overlapping(lambda: add(Theme, Language), lambda: add(Language, Theme))
    assert set(versions(Theme, Language)).isdisjoint(before)
    assert Theme.objects.filter(name_fr="Chaleur").count() == 2
