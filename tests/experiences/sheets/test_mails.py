import pytest
from django.core import mail

from experiences.sheets.actions import (
    approve_sheet,
    request_sheet_changes,
    save_sheet_draft,
    submit_sheet,
    withdraw_sheet,
)
from experiences.sheets.models import SheetPage
from tests.factories.people import UserFactory
from tests.factories.sheets import make_published_sheet, make_sheet
from website.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks, author, coordinator):
    """Return a function that calls an action and returns (to, subject) of each mail it sent."""

    def act(do, *args):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do(*args)
        return [(message.to, message.subject) for message in mail.outbox]

    return act


@pytest.fixture
def submitted(author, coordinator):
    sheet = make_sheet(author)
    submit_sheet(author, sheet)
    return sheet


def test_only_the_coordinators_are_notified_of_a_new_sheet(sent, author, coordinator, stranger):
    second = UserFactory(email="zweite@example.org", groups=["Coordinators"])
    UserFactory(groups=["Coordinators"], is_active=False)
    UserFactory(groups=["Editors"])
    UserFactory(is_superuser=True)
    mails = sent(submit_sheet, author, make_sheet(author))
    assert sorted(to for to, _subject in mails) == [[coordinator.email], [second.email]]


def test_a_coordinator_is_not_notified_of_her_own_sheet(sent, coordinator):
    second = UserFactory(email="zweite@example.org", groups=["Coordinators"])
    mails = sent(submit_sheet, coordinator, make_sheet(coordinator))
    assert [to for to, _subject in mails] == [[second.email]]


def test_nobody_is_notified_when_a_draft_is_saved_or_withdrawn(sent, author, submitted):
    assert sent(withdraw_sheet, author, submitted) == []
    draft = SheetPage.objects.get().get_latest_revision_as_object()
    assert sent(save_sheet_draft, author, draft) == []


def test_the_author_gets_the_comment_in_her_language_and_the_coordinator_in_his(sent, author, coordinator, submitted):
    author.language = "nl"
    author.save()
    assert sent(request_sheet_changes, coordinator, submitted, "Qui a payé <la conduite> ?") == [
        ([author.email], mail.outbox[0].subject)
    ]
    text, html = mail.outbox[0].body, mail.outbox[0].alternatives[0].content
    assert "Qui a payé <la conduite> ?" in text
    assert "Qui a payé &lt;la conduite&gt; ?" in html
    assert f"http://localhost:8000/nl/my/sheets/{submitted.pk}/" in text
    assert '<html lang="nl">' in html


def test_a_coordinators_mail_links_to_the_cms(sent, author, coordinator):
    sheet = make_sheet(author)
    sent(submit_sheet, author, sheet)
    assert f"http://localhost:8000/cms/pages/{sheet.pk}/edit/" in mail.outbox[0].body
    assert '<html lang="de">' in mail.outbox[0].alternatives[0].content
    assert author.email not in mail.outbox[0].body


def test_the_notification_of_a_resubmitted_sheet_is_marked_as_a_return(sent, author, coordinator, submitted):
    request_sheet_changes(coordinator, submitted, "Encore un effort.")
    assert [to for to, _subject in sent(submit_sheet, author, submitted)] == [[coordinator.email]]
    assert [row.data["is_return"] for row in Notification.objects.filter(kind="sheet-submitted").order_by("pk")] == [
        False,
        True,
    ]


def test_the_author_gets_one_mail_when_her_sheet_is_published(sent, author, coordinator, submitted):
    assert [to for to, _subject in sent(approve_sheet, coordinator, submitted, "Bravo.")] == [[author.email]]
    text = mail.outbox[0].body
    assert "Bravo." in text
    assert "http://localhost:8000/fr/fiches/chaleur-dune-fonderie/" in text


def test_the_author_is_also_notified_when_a_sheet_is_published_without_review(sent, author, coordinator, submitted):
    revision = SheetPage.objects.get().latest_revision
    assert [to for to, _subject in sent(revision.publish, coordinator)] == [[author.email]]


def test_nobody_is_notified_of_a_coordinators_correction(sent, author, coordinator):
    sheet = make_published_sheet(author, coordinator)
    sheet.title = "Chaleur d'une fonderie de Nouzonville"
    revision = sheet.save_revision(user=coordinator)
    assert sent(revision.publish, coordinator) == []


def test_the_author_is_notified_when_submitted_changes_are_published(sent, author, coordinator):
    sheet = make_published_sheet(author, coordinator)
    sheet.context = "Une suite."
    save_sheet_draft(author, sheet)
    submit_sheet(author, sheet)
    assert [to for to, _subject in sent(approve_sheet, coordinator, sheet)] == [[author.email]]


def test_an_author_whose_account_is_closed_gets_no_mail(sent, author, coordinator, submitted):
    author.is_active = False
    author.save()
    assert sent(request_sheet_changes, coordinator, submitted, "Encore un effort.") == []


def test_a_title_with_line_breaks_adds_no_mail_header(sent, author, coordinator):
    sheet = make_sheet(author, title="Chaleur\r\nBcc: tous@example.org")
    assert [to for to, _subject in sent(submit_sheet, author, sheet)] == [[coordinator.email]]
    assert mail.outbox[0].subject.endswith("Chaleur Bcc: tous@example.org")
    assert mail.outbox[0].recipients() == [coordinator.email]
