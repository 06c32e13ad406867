"""What digests and the page of notifications are told of followed texts."""

import pytest
from django.utils import translation

from community.follows.actions.follows import delete_follow, mute, mute_source, reset_paces
from community.follows.models import Follow
from community.follows.notices import line, list_id, notice_thread, still, targets
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.sheets import make_published_sheet
from website.library.models import ToolPage
from website.news.models import NewsPage
from website.notifications.models import Notification
from website.topics.models import Theme, topical_models

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
        assert still([row]) == {row.pk}
        found = line(row)
    follow, page = row.reason_object, row.target
    assert (found.group, found.group_url) == ("Water", f"/en/my/follows/{follow.pk}/")
    assert (found.title, found.url) == ("Compteur", f"/en/tools/{page.slug}/")
    assert found.words == "New: Tool"
    assert notice_thread(row) == f"text-{page.translation_key}"
    with translation.override("en"):
        assert list_id(Notification.objects.get()) == (f"follow-{follow.pk}", "Water")


def test_a_row_may_still_be_told_while_the_text_is_there(row):
    assert kept() == 1
    row.target.unpublish()
    assert kept() == 0


def test_a_text_that_was_deleted_is_no_longer_told(row):
    row.target.delete()
    assert kept() == 0


@pytest.mark.parametrize("stop", [mute, delete_follow])
def test_who_has_had_enough_is_not_told_what_was_on_its_way(row, stop):
    stop(row.recipient, row.reason_object)
    assert kept() == 0


def test_each_is_said_in_whatever_language_is_asked_for(row):
    said = {}
    for language in ("fr", "de", "nl", "en"):
        with translation.override(language):
            said[language] = (line(row).group, line(row).url.split("/")[1])
    assert said == {"fr": ("Eau", "fr"), "de": ("Wasser", "de"), "nl": ("Water", "nl"), "en": ("Water", "en")}


def test_every_kind_of_text_is_brought_with_its_language():
    assert {queryset.model for queryset in targets()} == set(topical_models())


def test_who_wants_no_more_mails_of_it_or_all_of_them_as_in_general_says_so(row):
    follow, stranger = row.reason_object, make_follow(Theme.objects.get(slug="water"), pace="weekly")
    assert mute_source(stranger.user, follow) is mute_source(row.recipient, row.target) is False
    assert kept() == 1
    assert mute_source(row.recipient, follow) is True
    assert kept() == 0
    at_once = make_follow(Theme.objects.get(slug="energy"), stranger.user, pace="at_once")
    reset_paces(stranger.user)
    assert [Follow.objects.get(pk=each.pk).pace for each in (stranger, at_once)] == ["", "at_once"]


def test_a_text_of_somebody_who_has_hidden_since_is_still_told_under_no_name(site):
    author = MemberFactory()
    make_follow(author)
    make_published_sheet(author.user)
    row = Notification.objects.get(kind="page-published")
    author.visibility = "nobody"
    author.save()
    with translation.override("en"):
        assert (kept(), line(row).group) == (1, "something that is gone")


def test_rows_of_other_kinds_of_texts_are_told_apart(site):
    """The numbers of a theme, a news and a follow may be the same."""
    make_follow(Theme.objects.get(slug="water"))
    pages = [make_page(model, themes=Theme.objects.filter(slug="water")) for model in (NewsPage, ToolPage)]
    pages[0].unpublish()
    rows = Notification.objects.all()
    assert [row.target for row in rows if row.pk in still(rows)] == [pages[1]]
