"""What digests and the page of notifications are told of followed texts."""

import pytest
from django.utils import translation

from community.follows.actions.follows import end, mute
from community.follows.notices import line, list_id, prepare, still, thread
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.sheets import make_published_sheet
from website.library.models import ToolPage
from website.news.models import NewsPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(site):
    make_follow(Theme.objects.get(slug="water"))
    make_page(ToolPage, title="Compteur", themes=Theme.objects.filter(slug="water"))
    return Notification.objects.get()


def kept() -> int:
    return len(still(Notification.objects.all()))


def test_a_line_says_what_is_new_under_what_is_followed(row):
    with translation.override("en"):
        prepare([row])
        found = line(row)
    follow, page = row.because_of, row.target
    assert (found.group, found.group_url) == ("Water", f"/en/my/follows/{follow.pk}/")
    assert (found.title, found.url, found.language) == ("Compteur", f"/en/tools/{page.slug}/", "fr")
    assert found.words == "New: Tool"
    assert thread(row) == f"text-{page.translation_key}"
    with translation.override("en"):
        assert list_id(Notification.objects.get()) == (f"follow-{follow.pk}", "the theme “Water”")


def test_a_row_may_still_be_told_while_the_text_is_there(row):
    assert kept() == 1
    row.target.unpublish()
    assert kept() == 0


def test_a_text_that_was_deleted_is_no_longer_told(row):
    row.target.delete()
    assert kept() == 0


@pytest.mark.parametrize("stop", [mute, end])
def test_who_has_had_enough_is_not_told_what_was_on_its_way(row, stop):
    stop(row.recipient, row.because_of)
    assert kept() == 0


def test_a_text_of_somebody_who_has_hidden_since_is_still_told_under_no_name(site):
    author = MemberFactory()
    make_follow(author)
    make_published_sheet(author.user)
    row = Notification.objects.get(kind="page-published")
    author.visibility = "nobody"
    author.save()
    prepare([row])
    assert (kept(), line(row).group) == (1, "")


def test_rows_of_other_kinds_of_texts_are_told_apart(site):
    """The numbers of a theme, a news and a follow may be the same."""
    make_follow(Theme.objects.get(slug="water"))
    pages = [make_page(model, themes=Theme.objects.filter(slug="water")) for model in (NewsPage, ToolPage)]
    pages[0].unpublish()
    rows = Notification.objects.all()
    assert [row.target for row in rows if row.pk in still(rows)] == [pages[1]]
