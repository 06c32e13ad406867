"""Authors answer whether their posts may be used, and nothing is published over a refusal."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from community.knowledge.actions import answer_contribution, mark_removed
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Contribution, Provenance
from experiences.sheets.actions import IncompleteSheet, approve_sheet, save_sheet_draft, submit_sheet
from experiences.sheets.models import SheetPage
from tests.factories.knowledge import contribution_of, make_person, make_provenance, make_talk
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts
from website.core.publication_checks import PublicationBlocked
from website.faq.models import AnswerPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def answerer():
    return make_person()


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


@pytest.fixture
def provenance(site, answerer):
    """The provenance of a sheet that lacks only the consent of one author."""
    places = [TerritoryFactory()]
    topic = make_talk(None, [answerer], themes=Theme.objects.filter(slug="water"), territories=places)
    found = make_provenance(topic=topic)
    sheet = SheetPage.objects.get(pk=found.page.pk).get_latest_revision_as_object()
    sheet.summary, sheet.qualitative_results = "Heat is used twice.", "It works."
    save_sheet_draft(found.creator, sheet)
    return found


@pytest.fixture
def answer(site, answerer, editor):
    """The provenance of an FAQ answer."""
    return make_provenance(editor, make_talk(None, [answerer]), TextKind.ANSWER)


def remove_names(provenance) -> None:
    """Rewrite the draft without the names and posts, as its creator would."""
    if provenance.kind == TextKind.SHEET:
        sheet = SheetPage.objects.get(pk=provenance.page.pk).get_latest_revision_as_object()
        sheet.implementation = "A plate heat exchanger."
        save_sheet_draft(provenance.creator, sheet)
    else:
        page = AnswerPage.objects.get(pk=provenance.page.pk).get_latest_revision_as_object()
        page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": "<p>A plate heat exchanger.</p>"}])
        page.save_revision(user=provenance.creator)


def publish(provenance) -> None:
    Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision().publish()


def is_live(provenance) -> bool:
    return Page.objects.get(pk=provenance.page.pk).live


def cms_errors(client, address) -> list[str]:
    """Return the error messages at the top of a Wagtail page."""
    return [item["text"] for item in elements(client.get(address), "li") if item.get("class") == "error"]


@pytest.mark.parametrize("said", ["named", "unnamed", "declined"])
def test_an_author_gives_one_of_three_answers_and_may_change_it(provenance, answerer, client, said):
    client.force_login(answerer)
    address = f"/en/my/contributions/{contribution_of(provenance, answerer).pk}/"

    def choices() -> dict[str, bool]:
        page = client.get(address)
        return {tag["value"]: "checked" in tag for tag in elements(page, "input") if tag.get("type") == "radio"}

    assert choices() == {"named": False, "unnamed": False, "declined": False}
    for answer in (said, "named", said):
        assert client.post(address, {"answer": answer})["Location"] == address
        assert contribution_of(provenance, answerer).answer == answer
        assert choices() == {value: value == answer for value in ("named", "unnamed", "declined")}
    client.post(address, {"answer": said})
    assert contribution_of(provenance, answerer).answer == said


@pytest.mark.parametrize("wrong", ["", "asked", "x" * 500])
def test_an_invalid_answer_is_refused(provenance, answerer, client, wrong):
    client.force_login(answerer)
    response = client.post(f"/en/my/contributions/{contribution_of(provenance, answerer).pk}/", {"answer": wrong})
    assert response.status_code == 400
    assert [tag["role"] for tag in elements(response, "div") if tag.get("class") == "form-errors"] == ["alert"]
    assert contribution_of(provenance, answerer).answer == "asked"


def test_nobody_answers_for_somebody_else(provenance, answerer):
    with pytest.raises(PermissionDenied):
        answer_contribution(provenance.creator, contribution_of(provenance, answerer), Consent.NAMED)


def test_the_creator_is_notified_of_a_refusal_once_with_the_posts(
    provenance, answerer, django_capture_on_commit_callbacks
):
    contribution = contribution_of(provenance, answerer)
    with django_capture_on_commit_callbacks(execute=True):
        answer_contribution(answerer, contribution, Consent.DECLINED)
        answer_contribution(answerer, contribution, Consent.DECLINED)
    [notification] = Notification.objects.filter(kind="contribution-declined")
    assert notification.recipient == provenance.creator
    [message] = [message for message in mail.outbox if message.to == [provenance.creator.email]]
    post = provenance.topic.posts.get(position=2)
    assert f"/posts/{post.pk}/" in message.body


def test_a_sheet_with_a_declined_part_is_not_submitted_until_the_part_is_removed(provenance, answerer):
    contribution = contribution_of(provenance, answerer)
    answer_contribution(answerer, contribution, Consent.DECLINED)
    sheet = SheetPage.objects.get(pk=provenance.page.pk)
    with pytest.raises(IncompleteSheet) as error:
        submit_sheet(provenance.creator, sheet)
    assert list(error.value.missing) == ["objections"]
    remove_names(provenance)
    mark_removed(provenance.creator, contribution)
    submit_sheet(provenance.creator, sheet)
    approve_sheet(UserFactory(groups=["Coordinators"]), sheet)
    assert is_live(provenance)


def test_a_refusal_after_submission_blocks_the_approval(provenance, answerer, client):
    remove_names(provenance)
    sheet, coordinator = SheetPage.objects.get(pk=provenance.page.pk), UserFactory(groups=["Coordinators"])
    submit_sheet(provenance.creator, sheet)
    answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED)
    with pytest.raises(PublicationBlocked):
        approve_sheet(coordinator, sheet)
    client.force_login(coordinator)
    task = SheetPage.objects.get(pk=sheet.pk).current_workflow_task_state
    response = client.post(reverse("wagtailadmin_pages:workflow_action", args=[sheet.pk, "approve", task.pk]))
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    assert not is_live(provenance)
    assert SheetPage.objects.get(pk=sheet.pk).review == "in_progress"
    assert answerer.get_full_name() in cms_errors(client, response["Location"])[0]


def test_without_an_answer_a_text_can_be_published_once_the_name_is_removed(provenance):
    with pytest.raises(PublicationBlocked):
        publish(provenance)
    remove_names(provenance)
    publish(provenance)
    assert is_live(provenance)


def test_an_author_who_agreed_may_be_named_in_the_text(answer, answerer):
    answer_contribution(answer.topic.author, contribution_of(answer, answer.topic.author), Consent.UNNAMED)
    answer_contribution(answerer, contribution_of(answer, answerer), Consent.NAMED)
    publish(answer)
    assert is_live(answer)


def test_a_name_with_no_break_spaces_is_found(answer, answerer):
    page = AnswerPage.objects.get(pk=answer.page.pk).get_latest_revision_as_object()
    name = answerer.get_full_name().replace(" ", "\u00a0")
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": f"<p><b>{name} wrote:</b></p>"}])
    page.save_revision()
    with pytest.raises(PublicationBlocked):
        publish(answer)


def publish_in_the_page_editor(client, page):
    data = {"title": page.title, "slug": page.slug, "summary": "", "body-count": "0", "comments-TOTAL_FORMS": "0"}
    data |= {"comments-INITIAL_FORMS": "0", "keywords": "", "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def publish_in_bulk(client, page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.pk}&next=/cms/", {"include_descendants": ""})


def publish_through_the_api(client, page):
    address = f"/cms/api/main/pages/{page.pk}/action/publish/"
    return client.post(address, {}, content_type="application/json", headers={"accept": "application/json"})


@pytest.mark.parametrize("way", [publish_in_the_page_editor, publish_in_bulk, publish_through_the_api])
def test_no_publish_action_of_the_cms_overrides_a_refusal(answer, answerer, editor, client, way):
    answer_contribution(answerer, contribution_of(answer, answerer), Consent.DECLINED)
    page = AnswerPage.objects.get(pk=answer.page.pk)
    client.force_login(editor)
    response = way(client, page)
    assert response.status_code in (302, 409)
    assert not is_live(answer)
    if response.status_code == 302:
        assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert answerer.get_full_name() in cms_errors(client, response["Location"])[0]
    else:
        assert answerer.get_full_name() in response.json()["error_message"]
    mark_removed(editor, contribution_of(answer, answerer))
    remove_names(answer)
    way(client, page)
    assert is_live(answer)


def schedule(provenance, moment) -> None:
    page = Page.objects.get(pk=provenance.page.pk).specific.get_latest_revision_as_object()
    page.go_live_at = moment
    page.save_revision().publish()


def test_a_refusal_cancels_the_scheduled_publication(answer, answerer):
    remove_names(answer)
    schedule(answer, timezone.now() + timedelta(days=1))
    assert Revision.objects.exclude(approved_go_live_at=None).count() == 1
    answer_contribution(answerer, contribution_of(answer, answerer), Consent.DECLINED)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_the_scheduler_skips_a_blocked_draft_and_publishes_the_others(answer, answerer, editor):
    remove_names(answer)
    schedule(answer, timezone.now() + timedelta(days=1))
    Contribution.objects.filter(user=answerer).update(answer=Consent.DECLINED)
    other = make_provenance(editor, make_talk(editor, [editor]), TextKind.ANSWER)
    schedule(other, timezone.now() + timedelta(days=1))
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    for row in Revision.objects.exclude(approved_go_live_at=None):
        row.content["go_live_at"] = None
        row.save()
    call_command("publish_scheduled")
    assert (is_live(answer), is_live(other)) == (False, True)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_a_refusal_blocks_translations_too(answer, answerer):
    remove_names(answer)
    publish(answer)
    answer_contribution(answerer, contribution_of(answer, answerer), Consent.DECLINED)
    page = AnswerPage.objects.get(pk=answer.page.pk)
    twin = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    with pytest.raises(PublicationBlocked):
        twin.get_latest_revision().publish()


def test_the_creator_marks_a_declined_part_as_removed(provenance, answerer, client):
    contribution = contribution_of(provenance, answerer)
    answer_contribution(answerer, contribution, Consent.DECLINED)
    client.force_login(provenance.creator)
    address = f"/en/my/knowledge/{provenance.pk}/"
    assert [b["text"] for b in elements(client.get(address), "button")].count("I have removed them") == 1
    assert client.post(address, {"contribution": contribution.pk})["Location"] == address
    assert [b["text"] for b in elements(client.get(address), "button")].count("I have removed them") == 0
    for wrong in ("", "x", "9" * 40, Contribution.objects.exclude(pk=contribution.pk).first().pk + 1000):
        assert client.post(address, {"contribution": wrong}).status_code == 400


def test_a_part_that_is_declined_again_has_to_be_removed_again(provenance, answerer):
    contribution = contribution_of(provenance, answerer)
    for answer in (Consent.DECLINED, Consent.UNNAMED, Consent.DECLINED):
        answer_contribution(answerer, contribution, answer)
        if answer == Consent.DECLINED:
            assert contribution_of(provenance, answerer).is_blocking
            mark_removed(provenance.creator, contribution)
    assert not contribution_of(provenance, answerer).is_blocking


def test_the_list_of_contributions_is_the_readers_own_with_unanswered_ones_first(site, answerer, client):
    _first, second = (make_provenance(topic=make_talk(None, [answerer]), title=f"Text {number}") for number in range(2))
    make_provenance(title="Another’s")
    answer_contribution(answerer, contribution_of(second, answerer), Consent.NAMED)
    client.force_login(answerer)
    assert texts(client.get("/en/my/contributions/"), "h3") == ["Text 0", "Text 1"]
    client.force_login(UserFactory())
    response = client.get("/en/my/contributions/")
    assert texts(response, "h2")[0] == "Nothing here yet"
    assert client.get("/en/my/contributions/?page=2").status_code == 404


def test_a_refusal_still_blocks_a_translation_after_the_original_is_deleted(provenance, answerer):
    german = make_page(SheetPage, language="de", title="Dampf", live=False, translation_of=provenance.page)
    answer_contribution(answerer, contribution_of(provenance, answerer), Consent.DECLINED)
    Page.objects.get(pk=provenance.page.pk).delete()
    remaining = Provenance.objects.of_text(german).get()
    assert (remaining, remaining.page) == (provenance, german.page_ptr)
    assert [contribution.user for contribution in remaining.contributions.filter(answer=Consent.DECLINED)] == [answerer]
    with pytest.raises(PublicationBlocked):
        german.get_latest_revision().publish()
    assert not Page.objects.get(pk=german.pk).live
    Page.objects.get(pk=german.pk).delete()
    assert not Provenance.objects.exists()
