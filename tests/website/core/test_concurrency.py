"""Two people do the same thing at the same moment: what only a database with row locks can show."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.factories.pages import make_page
from website.core.actions import raise_stamp
from website.core.models import ContentStamp, ReaderVersion
from website.news.models import NewsPage

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 20


def overlapping(first, second) -> None:
    """`second` begins after `first` has acted and before it has committed."""
    acted, begun, failures = Event(), Event(), []

    def hold():
        with transaction.atomic():
            first()
            acted.set()
            begun.wait(PATIENCE_SECONDS)
            # The other is on its way to the same rows; where nothing makes it wait it is done by then.
            other.join(0.5)

    def follow():
        acted.wait(PATIENCE_SECONDS)
        begun.set()
        second()

    def run(act):
        try:
            act()
        except Exception as error:  # told by the test below, whose thread this is not
            failures.append(error)
        finally:
            connection.close()

    other = Thread(target=run, args=[follow])
    one = Thread(target=run, args=[hold])
    for thread in (other, one):
        thread.start()
    for thread in (other, one):
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
    assert failures == []


def test_two_versions_published_at_once_are_each_shown_to_their_readers(site):
    french = make_page(NewsPage, title="Chaleur", live=False)
    german = make_page(NewsPage, title="Wärme", language="de", live=False, translation_of=french)
    overlapping(french.get_latest_revision().publish, german.get_latest_revision().publish)
    shown = ReaderVersion.objects.filter(translation_key=french.translation_key)
    assert dict(shown.values_list("locale__language_code", "page_id")) == {
        "fr": french.pk,
        "de": german.pk,
        "nl": french.pk,
        "en": french.pk,
    }


def test_of_two_first_changes_at_once_each_counts(site):
    overlapping(lambda: raise_stamp("news.Something"), lambda: raise_stamp("news.Something"))
    assert ContentStamp.objects.get(kind="news.Something").number == 2
