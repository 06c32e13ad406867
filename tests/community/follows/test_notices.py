"""Lines about followed pages in digests and on the page of notifications."""

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


def relevant_count() -> int:
    return len(still(Notification.objects.all()))


def test_a_line_names_the_new_page_and_the_followed_thing(row):
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


def test_a_notification_is_kept_while_the_page_is_live(row):
    assert relevant_count() == 1
    row.target.unpublish()
    assert relevant_count() == 0


def test_a_notification_of_a_deleted_page_is_dropped(row):
    row.target.delete()
    assert relevant_count() == 0


@pytest.mark.parametrize("stop", [mute, delete_follow])
def test_pending_notifications_of_muted_and_deleted_follows_are_dropped(row, stop):
    stop(row.recipient, row.reason_object)
    assert relevant_count() == 0


def test_lines_are_in_the_active_language(row):
    said = {}
    for language in ("fr", "de", "nl", "en"):
        with translation.override(language):
            said[language] = (line(row).group, line(row).url.split("/")[1])
    assert said == {"fr": ("Eau", "fr"), "de": ("Wasser", "de"), "nl": ("Water", "nl"), "en": ("Water", "en")}


def test_every_kind_of_page_is_fetched_with_its_locale():
    assert {queryset.model for queryset in targets()} == set(topical_models())


def test_a_follow_can_be_muted_and_paces_can_be_reset(row):
    follow, stranger = row.reason_object, make_follow(Theme.objects.get(slug="water"), pace="weekly")
    assert mute_source(stranger.user, follow) is mute_source(row.recipient, row.target) is False
    assert relevant_count() == 1
    assert mute_source(row.recipient, follow) is True
    assert relevant_count() == 0
    at_once = make_follow(Theme.objects.get(slug="energy"), stranger.user, pace="at_once")
    reset_paces(stranger.user)
    assert [Follow.objects.get(pk=each.pk).pace for each in (stranger, at_once)] == ["", "at_once"]


def test_a_page_by_an_author_who_is_hidden_since_is_listed_without_their_name(site):
    author = MemberFactory()
    make_follow(author)
    make_published_sheet(author.user)
    row = Notification.objects.get(kind="page-published")
    author.visibility = "nobody"
    author.save()
    with translation.override("en"):
        assert (relevant_count(), line(row).group) == (1, "something that no longer exists")


def test_rows_of_different_models_are_distinguished(site):
    """A theme, a news page and a follow may have the same primary key."""
    make_follow(Theme.objects.get(slug="water"))
    pages = [make_page(model, themes=Theme.objects.filter(slug="water")) for model in (NewsPage, ToolPage)]
    pages[0].unpublish()
    rows = Notification.objects.all()
    assert [row.target for row in rows if row.pk in still(rows)] == [pages[1]]
