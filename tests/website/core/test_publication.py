"""The steps of the publication pipeline run in a fixed order and receive what has changed."""

from datetime import date, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, Revision
from wagtail.test.utils.form_data import nested_form_data
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from tests.factories.events import make_event, publish_again
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from website.core import publication
from website.core.models import Text
from website.core.publication import Change, Publication
from website.events.models import AgendaPage, EventPage
from website.library.models import AlbumPage, AlbumVideo
from website.news.models import NewsIndexPage, NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

ORDER = ["refresh_readers", "update_calendar", "notify_author", "refresh_names", "notify_followers"]
calls: list[tuple] = []


def first(publication: Publication) -> None:
    calls.append(("first", publication))


def last(publication: Publication) -> None:
    calls.append(("last", publication))


@pytest.fixture
def seen(site, settings):
    """Return the publications that a step after those of the site is called with."""
    calls.clear()
    settings.PUBLICATION_STEPS = [*settings.PUBLICATION_STEPS, f"{__name__}.last"]
    return lambda: [each for name, each in calls if name == "last"]


def only(seen) -> Publication:
    [found] = seen()
    return found


def test_the_order_of_the_steps_is_that_of_the_setting():
    assert [step.__name__ for step in publication.steps()] == ORDER


def test_the_steps_run_in_order_with_the_same_publication(site, settings):
    calls.clear()
    settings.PUBLICATION_STEPS = [f"{__name__}.first", *settings.PUBLICATION_STEPS, f"{__name__}.last"]
    page = make_page(NewsPage)
    assert [(name, each.page, each.change) for name, each in calls] == [
        ("first", page, Change.PUBLISHED),
        ("last", page, Change.PUBLISHED),
    ]


def test_a_first_publication_has_all_fields_and_no_previous_version(seen):
    page = make_event()
    found = only(seen)
    assert (found.page, found.text, found.change) == (page, page.text, Change.PUBLISHED)
    assert (found.is_first, found.is_translation, found.is_alias, found.previous) == (True, False, False, None)
    assert found.changed_fields >= {"title", "start_date", "location", "status", "themes", "body"}
    assert not found.changed_fields & {"live", "live_revision", "latest_revision", "last_published_at", "pk", "path"}


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, set()),
        ({"title": "Un autre titre"}, {"title"}),
        ({"start_time": time(10)}, {"start_time", "dtstart"}),
        ({"location": "Kehl", "status": "CANCELLED"}, {"location", "status"}),
        ({"summary": "Chaussures de sécurité."}, {"summary"}),
    ],
)
def test_a_republication_names_the_fields_that_readers_see_changed(seen, changes, names):
    page = make_event()
    before = page.live_revision_id
    calls.clear()
    publish_again(page, **changes)
    found = only(seen)
    assert (found.change, found.is_first, found.previous.revision_id) == (Change.PUBLISHED, False, before)
    assert found.changed_fields == names


def test_changed_fields_are_compared_with_the_published_revision_and_not_with_drafts(seen):
    page = make_event()
    for title in ("Brouillon", "Visite du port"):
        page.title = title
        page.save_revision()
    page.location = "Kehl"
    calls.clear()
    page.save_revision().publish()
    assert only(seen).changed_fields == {"location"}


def test_publishing_the_same_revision_again_changes_no_field(seen):
    page = make_event()
    calls.clear()
    page.live_revision.publish()
    assert (only(seen).is_first, only(seen).changed_fields) == (False, set())


def test_relations_are_compared_by_their_values(seen):
    page = make_page(AlbumPage, date=date(2026, 5, 12))
    page.videos = [AlbumVideo(url="https://www.youtube.com/watch?v=abc", title="Visite")]
    page.save_revision().publish()
    calls.clear()
    page = AlbumPage.objects.get(pk=page.pk)
    page.save_revision().publish()
    page.themes = Theme.objects.all()[:2]
    page.territories = [TerritoryFactory()]
    page.save_revision().publish()
    same, topics = seen()
    assert (same.changed_fields, topics.changed_fields) == (set(), {"themes", "territories"})


def test_republishing_an_unpublished_page_changes_all_its_fields(seen):
    page = make_page(NewsPage)
    page.unpublish()
    calls.clear()
    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()
    found = only(seen)
    assert (found.is_first, found.previous, "title" in found.changed_fields) == (False, None, True)


def test_a_translation_is_of_the_same_text(seen):
    french = make_page(NewsPage)
    calls.clear()
    german = make_page(NewsPage, language="de", title="Wärme", translation_of=french)
    found = only(seen)
    assert (found.page, found.text) == (german, french.text)
    assert (found.is_first, found.is_translation) == (True, True)


def test_a_translation_made_in_the_cms_is_published_like_any_other_page(seen, django_capture_on_commit_callbacks):
    french = make_page(NewsPage, title="Chaleur")
    translate_object(french, [Locale.objects.get(language_code="de")])
    calls.clear()
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get(source__object_id=french.translation_key).save_target(publish=True)
    assert [(each.change, each.text, each.is_translation) for each in seen()] == [(Change.PUBLISHED, french.text, True)]


def test_translations_of_an_event_are_published_within_the_publication_of_the_event(seen):
    french = make_event()
    german = make_event(language="de", title="Hafenrundgang", translation_of=french)
    calls.clear()
    publish_again(french, start_time=time(8))
    assert [(each.page.pk, each.changed_fields) for each in seen()] == [
        (german.pk, {"start_time", "dtstart"}),
        (french.pk, {"start_time", "dtstart"}),
    ]


def test_unpublishing_a_page_does_not_delete_its_text(seen):
    page, user = make_page(NewsPage), UserFactory(is_superuser=True)
    calls.clear()
    page.unpublish(user=user)
    found = only(seen)
    assert (found.page, found.text, found.change, found.user) == (page, page.text, Change.UNPUBLISHED, user)
    assert (found.is_first, found.changed_fields) == (False, set())


def test_each_deletion_of_a_language_version_is_reported_and_the_last_one_deletes_the_text(seen):
    french = make_page(NewsPage)
    german = make_page(NewsPage, language="de", title="Wärme", translation_of=french)
    text, keys = french.text, [french.pk, german.pk]
    calls.clear()
    were_last = []
    for key in keys:
        NewsPage.objects.get(pk=key).delete()
        were_last.append(seen()[-1].is_last)
    assert [(each.change, each.text) for each in seen()] == [(Change.DELETED, text)] * 2
    assert [each.page.title for each in seen()] == [french.title, "Wärme"]
    assert were_last == [False, True]
    assert not Text.objects.filter(translation_key=french.translation_key).exists()


def test_all_pages_below_are_deleted_with_a_section(seen):
    pages = [make_page(NewsPage, title=f"Nouvelle {number}") for number in range(2)]
    section = NewsIndexPage.objects.get(locale__language_code="fr")
    calls.clear()
    Page.objects.get(pk=section.pk).delete()
    assert {each.page.translation_key for each in seen()} == {page.translation_key for page in [section, *pages]}
    assert {each.change for each in seen()} == {Change.DELETED}


def test_a_scheduled_publication_is_reported_twice_and_the_second_time_without_a_user(seen, monkeypatch):
    user = UserFactory(is_superuser=True)
    page = make_page(NewsPage, live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=user).publish(user=user)
    [scheduled] = seen()
    assert (scheduled.change, scheduled.user, scheduled.is_first) == (Change.SCHEDULED, user, False)
    calls.clear()
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    late = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: late)
    call_command("publish_scheduled")
    found = only(seen)
    assert (found.change, found.user, found.is_first, found.actors) == (Change.PUBLISHED, None, True, {user.pk})


def test_a_publication_names_the_writer_and_the_publisher(seen):
    writer, publisher = UserFactory(), UserFactory(is_superuser=True)
    page = make_page(NewsPage, live=False)
    page.title = "Relue"
    revision = page.save_revision(user=writer)
    revision.publish(user=publisher)
    found = only(seen)
    assert (found.user, found.revision, found.actors) == (publisher, revision, {writer.pk, publisher.pk})


def test_the_publish_action_of_wagtail_is_reported_like_revision_publish(seen):
    page = make_event()
    before = page.live_revision_id
    calls.clear()
    page.location = "Kehl"
    PublishPageRevisionAction(page.save_revision()).execute()
    found = only(seen)
    assert (found.previous.revision_id, found.changed_fields) == (before, {"location"})


def test_a_page_published_in_the_cms_names_the_editor(seen, client):
    editor = UserFactory(groups=["Editors"], is_superuser=True, is_staff=True)
    client.force_login(editor)
    agenda = AgendaPage.objects.get(locale__language_code="fr")
    typed = nested_form_data(
        {
            "title": "Visite", "slug": "visite", "kind": "visit", "status": "CONFIRMED", "start_date": "2031-06-03",
            "time_zone": "Europe/Paris", "body": {"count": 0}, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "action-publish",
        }
    )  # fmt: skip
    client.post(f"/cms/pages/add/events/eventpage/{agenda.pk}/", typed)
    found = only(seen)
    assert (found.page.title, found.change, found.user, found.is_first) == ("Visite", Change.PUBLISHED, editor, True)
    calls.clear()
    page = EventPage.objects.get()
    client.post(f"/cms/pages/{page.pk}/edit/", {**typed, "location": "Kehl"})
    again = only(seen)
    assert (again.is_first, again.user, again.changed_fields) == (False, editor, {"location"})
    calls.clear()
    client.post(f"/cms/pages/{page.pk}/unpublish/")
    assert (only(seen).change, only(seen).user) == (Change.UNPUBLISHED, editor)


def test_an_alias_is_published_with_its_source_and_marked_as_an_alias(seen):
    page = make_page(NewsPage)
    alias = page.copy_for_translation(Locale.objects.get(language_code="de"), alias=True)
    calls.clear()
    publish = NewsPage.objects.get(pk=page.pk)
    publish.title = "Un autre titre"
    publish.save_revision().publish()
    assert [(each.page.pk, each.is_alias) for each in seen()] == [(page.pk, False), (alias.pk, True)]
    calls.clear()
    ConvertAliasPageAction(alias).execute()
    assert [(each.page.pk, each.change, each.is_alias) for each in seen()] == [(alias.pk, Change.DETACHED, False)]


def test_a_changed_slug_is_reported_as_a_move(seen, django_capture_on_commit_callbacks):
    page = make_page(NewsPage, slug="chaleur")
    calls.clear()
    page.slug = "vapeur"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    assert [(each.change, each.changed_fields) for each in seen()] == [(Change.MOVED, set())]


def test_a_failing_step_rolls_the_publication_back(site, settings):
    settings.PUBLICATION_STEPS = [*settings.PUBLICATION_STEPS, f"{__name__}.fail"]
    with pytest.raises(ZeroDivisionError):
        make_page(NewsPage, title="Chaleur")
    assert NewsPage.objects.get(title="Chaleur").live is False


def fail(publication: Publication) -> None:
    raise ZeroDivisionError
