"""The first publication of a page notifies the followers of its topics once each."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from community.follows.actions.follows import mute
from community.follows.subjects.lists import FollowedList
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from tests.factories.events import publish_again
from tests.factories.follows import make_follow
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.sheets import make_published_sheet
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.core.actions import add_page
from website.events.models import EventPage
from website.faq.models import AnswerPage
from website.library.models import AlbumPage, ToolPage
from website.news.models import NewsIndexPage, NewsPage
from website.notifications.models import Notification
from website.topics.models import Territory, Theme, topical_models
from website.watch.models import WatchNotePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def water(site):
    return Theme.objects.get(slug="water")


def follow(name: str, thing, user=None, **fields):
    return make_follow(thing, user, **(fields if user else {"first_name": name, **fields})).user


@pytest.mark.parametrize("model", topical_models())
def test_the_first_publication_of_any_page_notifies_followers_of_its_theme(water, notified, model):
    follow("Ana", water)
    follow("Ben", Theme.objects.get(slug="energy"))
    page = make_page(model, themes=[water])
    assert notified() == {"Ana": "the theme “Water”"}
    row = Notification.objects.get()
    assert (row.target, row.is_direct, row.reason_kind, row.data) == (page, False, "followed", {"title": page.title})


def test_a_draft_and_a_page_about_the_network_notify_nobody(water, notified):
    follow("Ana", water)
    make_page(NewsPage, themes=[water], live=False)
    assert notified() == {}


def test_followers_of_a_territory_are_notified_of_the_territories_in_it(site, notified):
    region = TerritoryFactory(kind="region", name_fr="Grand Est", name_en="Grand Est")
    department = TerritoryFactory(kind="department", parent=region, name_en="Haut-Rhin")
    town = TerritoryFactory(parent=department, name_en="Colmar")
    other = TerritoryFactory(parent=region, name_en="Metz")
    france, germany = Territory.objects.get(slug="france"), Territory.objects.get(slug="germany")
    for name, place in (("Region", region), ("Department", department), ("Town", town), ("France", france)):
        follow(name, place)
    follow("Metz", other)
    follow("Germany", germany)
    make_page(NewsPage, territories=[town])
    assert set(notified()) == {"Region", "Department", "Town", "France"}


def test_a_sheet_notifies_followers_of_its_author_organisation_and_approach(site, notified):
    author, firm = MemberFactory(user=UserFactory(first_name="Zoe")), OrganisationFactory()
    approach = make_page(ApproachPage)
    follow("OfAuthor", author)
    follow("OfFirm", firm)
    follow("OfApproach", approach)
    follow("OfAnother", MemberFactory())
    follow("OfAnotherFirm", OrganisationFactory())
    follow("Zoe", firm, author.user)
    make_published_sheet(author.user, organisation=firm, approach=approach)
    assert set(notified()) == {"OfAuthor", "OfFirm", "OfApproach"}


def test_events_and_approaches_notify_followers_of_their_organisations_and_people(site, notified):
    firm, facilitator = OrganisationFactory(), MemberFactory()
    follow("OfFirm", firm)
    follow("OfFacilitator", facilitator)
    make_page(EventPage, organiser=firm)
    assert set(notified()) == {"OfFirm"}
    Notification.objects.all().delete()
    make_page(ApproachPage, lead_organisation=firm, facilitator=facilitator.user)
    assert set(notified()) == {"OfFirm", "OfFacilitator"}


def test_followers_who_may_no_longer_see_the_author_are_not_notified(site, notified):
    author = MemberFactory()
    follow("Ana", author)
    author.visibility = "nobody"
    author.save()
    make_published_sheet(author.user)
    assert notified() == {}


def test_each_person_is_notified_once_by_their_follow_with_the_shortest_pace(water, notified):
    place = TerritoryFactory(name_fr="Colmar", name_en="Colmar")
    ana = follow("Ana", water, pace="weekly")
    follow("", place, ana, pace="at_once")
    follow("", FollowedList("news", "theme=water"), ana)
    make_page(NewsPage, themes=[water], territories=[place])
    row = Notification.objects.get()
    assert (row.recipient, row.reason_object.target, row.pace) == (ana, place, "at_once")


def test_a_muted_follow_does_not_notify_and_another_follow_does(water, notified):
    ana = UserFactory(first_name="Ana", language="en")
    mute(ana, make_follow(water, ana))
    make_page(NewsPage, themes=[water])
    assert notified() == {}
    make_follow(FollowedList("news", "theme=water"), ana)
    make_page(NewsPage, themes=[water])
    assert list(notified()) == ["Ana"]


def test_closed_accounts_are_not_notified(water, notified):
    ana = follow("Ana", water)
    ana.is_active = False
    ana.save()
    make_page(NewsPage, themes=[water])
    assert notified() == {}


def test_nobody_is_notified_of_what_they_published_or_wrote(water, notified, client):
    editor, writer = UserFactory(groups=["Editors"], first_name="Eva"), UserFactory(first_name="Will")
    follow("", water, editor)
    follow("", water, writer)
    follow("Ana", water)
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    page = NewsPage(title="Nouvelle", locale=index.locale, live=False, owner=writer)
    page.themes = [water]
    index.add_child(instance=page)
    page.save_revision(user=writer)
    client.force_login(editor)
    client.post(f"/cms/pages/{page.pk}/edit/", {
        "title": "Nouvelle", "slug": page.slug, "summary": "", "date": "2026-05-01", "themes": [water.pk],
        "body-count": 0, "keywords": "", "action-publish": "1", "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    })  # fmt: skip
    assert NewsPage.objects.get().live
    assert set(notified()) == {"Ana"}


def test_a_scheduled_page_notifies_when_it_is_published(water, notified):
    follow("Ana", water)
    page = make_page(NewsPage, themes=[water], live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert notified() == {}
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert (list(notified()), NewsPage.objects.get().live) == (["Ana"], True)
    call_command("publish_scheduled")
    assert Notification.objects.count() == 1


def test_a_page_imported_with_an_earlier_date_does_not_notify(water, notified):
    follow("Ana", water)
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    page = NewsPage(title="Ancienne", locale=index.locale)
    page.themes = [water]
    add_page(index, page, published_at=timezone.now() - timedelta(days=400))
    assert notified() == {}


def test_publishing_a_page_again_does_not_notify_as_new(water, notified):
    follow("Ana", water)
    page = make_page(EventPage, themes=[water])
    page.unpublish()
    publish_again(page, title="Encore")
    assert Notification.objects.count() == 1


def test_a_translation_notifies_only_its_readers_who_were_not_notified_before(water, notified):
    follow("French", water, language="fr")
    follow("German", water, language="de")
    original = make_page(NewsPage, themes=[water])
    assert set(notified()) == {"French", "German"}
    follow("LateGerman", water, language="de")
    follow("LateFrench", water, language="fr")
    make_page(NewsPage, language="de", title="Wasser", themes=[water], translation_of=original)
    assert set(notified()) == {"French", "German", "LateGerman"}
    assert Notification.objects.count() == 3


def test_a_publication_that_fails_notifies_nobody(water, notified, monkeypatch):
    follow("Ana", water)
    page = make_page(NewsPage, themes=[water], live=False)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(NewsPage, "update_aliases", fail)
    with pytest.raises(RuntimeError):
        page.get_latest_revision().publish()
    assert (notified(), Page.objects.get(pk=page.pk).live) == ({}, False)


@pytest.mark.parametrize("model", [ToolPage, AlbumPage, AnswerPage, WatchNotePage, SheetPage])
def test_the_mail_names_the_text_in_the_readers_language_and_address(
    water, mailoutbox, django_capture_on_commit_callbacks, model
):
    follow("Ana", water, language="de", pace="at_once", email="ana@example.org")
    page = make_page(model, title="Eaux & forêts", summary="Un résumé.", themes=[water], live=False)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    [mail] = mailoutbox
    assert (mail.to, "Eaux & forêts" in mail.subject) == (["ana@example.org"], True)
    assert "http://localhost:8000/de/" in mail.body
    assert "Un résumé." in mail.body
    assert "/de/my/follows/" in mail.alternatives[0].content
