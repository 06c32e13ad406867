"""Withdrawal of consent to a published text: the name disappears, and those who can edit the text are notified."""

import pytest
from django.core import mail
from wagtail.models import Locale, Page

from community.knowledge.actions import answer_contribution, mark_removed
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Contribution
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.testing import statements
from website.core.publication_checks import PublicationBlocked
from website.faq.models import AnswerPage
from website.notifications.lines import site_entries
from website.notifications.models import Notification
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db
NAMED = "<p>As Camille Answerer says, a plate heat exchanger.</p>"
UNNAMED = "<p>A plate heat exchanger.</p>"


@pytest.fixture
def answerer():
    return make_person(user__first_name="Camille", user__last_name="Answerer")


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


@pytest.fixture
def coordinator():
    return UserFactory(groups=["Coordinators"], language="en")


def publish(provenance, html: str) -> None:
    page = AnswerPage.objects.get(pk=provenance.page.pk).get_latest_revision_as_object()
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": html}])
    page.save_revision().publish()


@pytest.fixture
def online(site, answerer, editor, coordinator):
    """The provenance of a published FAQ answer that names an author who agreed."""
    UserFactory(), UserFactory(is_superuser=True)
    provenance = make_provenance(editor, make_talk(editor, [answerer]), TextKind.ANSWER, title="Heat twice")
    answer_contribution(answerer, contribution_of(provenance, answerer), Consent.NAMED)
    publish(provenance, NAMED)
    return provenance


def notified(kind="contribution-withdrawn") -> set:
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


def badges(client, user) -> list[str]:
    client.force_login(user)
    return badges_on(client.get("/en/my/knowledge/"))


def badges_on(page) -> list[str]:
    labels = [tag["text"] for tag in elements(page, "span") if "badge" in (tag.get("class") or "")]
    return [label for label in labels if not label.isdecimal()]


@pytest.mark.parametrize("answer", [Consent.DECLINED, Consent.UNNAMED])
def test_only_those_who_can_edit_the_text_are_notified(
    online, answerer, editor, coordinator, answer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer_contribution(answerer, contribution_of(online, answerer), answer)
        answer_contribution(answerer, contribution_of(online, answerer), answer)
    assert notified() == {editor, coordinator}
    assert notified("contribution-declined") == set()
    assert Notification.objects.filter(kind="contribution-withdrawn").count() == 2
    assert Page.objects.get(pk=online.page.pk).live
    [message] = [message for message in mail.outbox if message.to == [coordinator.email]]
    assert message.subject == "Consent withdrawn for “Heat twice”, which is online"
    assert f"/my/knowledge/{online.pk}/" in message.body
    assert ("no longer wants to contribute" in message.body) == (answer == Consent.DECLINED)
    assert "no longer wants to be named" in message.body


def test_the_name_beside_the_text_disappears_at_once(online, answerer, client):
    address = Page.objects.get(pk=online.page.pk).get_url().replace("/fr/", "/en/")
    assert "With:" in client.get(address).content.decode()
    before = [text for text in texts(client.get(address), "section") if text.startswith("Origin of this text")]
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    after = [text for text in texts(client.get(address), "section") if text.startswith("Origin of this text")]
    assert ["Camille Answerer" in before[0], "Camille Answerer" in after[0]] == [True, False]


def test_nobody_is_notified_if_the_text_does_not_name_the_author(online, answerer, editor, client):
    publish(online, UNNAMED)
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    assert [notified(), badges(client, editor)] == [set(), ["Online"]]


def test_the_list_shows_the_text_first_until_the_name_is_removed(online, answerer, editor, coordinator, client):
    make_provenance(editor, make_talk(editor), TextKind.ANSWER, title="A newer draft")
    assert badges(client, coordinator) == ["Draft", "Online"]
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    assert badges(client, coordinator) == ["Removal needed", "Online", "Draft"]
    client.force_login(coordinator)
    page = client.get(f"/en/my/knowledge/{online.pk}/").content.decode()
    assert "still contains their name" in page
    with pytest.raises(PublicationBlocked):
        publish(online, NAMED)
    assert contribution_of(online, answerer).is_still_named
    publish(online, UNNAMED)
    assert badges(client, coordinator) == ["Draft", "Online"]


def test_after_a_refusal_both_the_part_and_the_name_have_to_be_removed(online, answerer, editor, client):
    answer_contribution(answerer, contribution_of(online, answerer), Consent.DECLINED)
    mark_removed(editor, contribution_of(online, answerer))
    assert badges(client, editor) == ["Removal needed", "Online"]
    publish(online, UNNAMED)
    assert badges(client, editor) == ["Online"]


def test_another_language_version_that_names_the_author_requires_removal(online, answerer, editor, client):
    twin = AnswerPage.objects.get(pk=online.page.pk).copy_for_translation(Locale.objects.get(language_code="fr"))
    twin.get_latest_revision().publish()
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    publish(online, UNNAMED)
    assert contribution_of(online, answerer).is_still_named
    AnswerPage.objects.get(pk=twin.pk).unpublish()
    assert not contribution_of(online, answerer).is_still_named


def test_unpublishing_or_a_new_consent_ends_the_removal_request(online, answerer, editor, client):
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    answer_contribution(answerer, contribution_of(online, answerer), Consent.NAMED)
    assert badges(client, editor) == ["Online"]
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    AnswerPage.objects.get(pk=online.page.pk).unpublish()
    assert badges(client, editor) == ["Draft"]


def relevant_line_urls(user) -> list[str]:
    rows = list(Notification.objects.filter(recipient=user, kind="contribution-withdrawn"))
    return [entry["line"].url for entry in site_entries(rows, user) if entry["line"]]


def test_notifications_lapse_with_the_permission_and_with_the_removal(online, answerer, editor, coordinator):
    answer_contribution(answerer, contribution_of(online, answerer), Consent.UNNAMED)
    assert [len(relevant_line_urls(editor)), len(relevant_line_urls(coordinator))] == [1, 1]
    coordinator.groups.clear()
    assert [len(relevant_line_urls(editor)), len(relevant_line_urls(coordinator))] == [1, 0]
    publish(online, UNNAMED)
    assert relevant_line_urls(editor) == []


@pytest.mark.parametrize("wants_removal", [False, True])
def test_erasing_an_account_withdraws_its_consent(online, answerer, editor, coordinator, wants_removal, client):
    erase_account(answerer, wants_removal=wants_removal)
    contribution = Contribution.objects.get(provenance=online, user=None)
    assert [contribution.name, contribution.answer, contribution.is_blocking] == [
        "",
        "declined" if wants_removal else "unnamed",
        wants_removal,
    ]
    assert notified() == {editor, coordinator}
    assert badges(client, editor) == ["Removal needed", "Online"]


def test_the_list_contains_only_texts_that_the_reader_manages(online, answerer, editor, coordinator, client):
    mine = make_provenance(title="Mine alone")
    titles = {
        person: texts(client.get("/en/my/knowledge/"), "h3")
        for person in (editor, coordinator, mine.creator, answerer)
        if client.force_login(person) is None
    }
    assert titles == {
        editor: ["Heat twice"],
        coordinator: ["Mine alone", "Heat twice"],
        mine.creator: ["Mine alone"],
        answerer: [],
    }
    assert "Nothing here yet" in texts(client.get("/en/my/knowledge/"), "h2")
    assert client.get("/en/my/knowledge/?page=2").status_code == 404


def test_the_edit_link_leads_creators_to_the_sheet_form_and_publishers_to_the_cms(site, coordinator, client):
    provenance = make_provenance()
    places = {
        provenance.creator: f"/en/my/sheets/{provenance.page.pk}/edit/",
        coordinator: f"/cms/pages/{provenance.page.pk}/edit/",
    }
    for person, place in places.items():
        client.force_login(person)
        page = client.get(f"/en/my/knowledge/{provenance.pk}/")
        assert [link["href"] for link in elements(page, "a") if link["text"] == "Continue writing"] == [place]
        assert client.get(place).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_statements_of_the_list_and_the_notifications_do_not_grow_with_the_texts(site, editor, client, number):
    for _ in range(number):
        person = make_person()
        provenance = make_provenance(editor, make_talk(editor, [person]), TextKind.ANSWER)
        answer_contribution(person, contribution_of(provenance, person), Consent.NAMED)
        publish(provenance, f"<p>{person.get_full_name()}</p>")
        answer_contribution(person, contribution_of(provenance, person), Consent.UNNAMED)
    client.force_login(editor)
    client.get("/en/my/knowledge/")
    with statements("knowledge: the list of what I look after"):
        assert badges_on(client.get("/en/my/knowledge/")) == ["Removal needed", "Online"] * number
    rows = list(Notification.objects.filter(recipient=editor, kind="contribution-withdrawn"))
    with statements("knowledge: what is told of withdrawals"):
        assert len([entry for entry in site_entries(rows, editor) if entry["line"]]) == number
