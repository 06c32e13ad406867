"""A sheet from the first draft to its publication, request by request, on the site and in the CMS."""

import pytest
from django.core import mail
from wagtail.models import TaskState

from experiences.sheets.actions import approve_sheet
from experiences.sheets.models import SheetPage
from tests.factories.sheets import complete_post, pdf, picture

pytestmark = pytest.mark.django_db


def decide(client, sheet, action, comment):
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    return client.post(f"/cms/pages/workflow/action/{sheet.pk}/{action}/{state.pk}/", {"comment": comment})


def mail_recipients() -> list[list[str]]:
    """Return the recipients of the mails sent since the last call."""
    recipients = [message.to for message in mail.outbox]
    mail.outbox.clear()
    return recipients


def status() -> str:
    return SheetPage.objects.get().status


def test_a_member_shares_an_experience_sheet(client, author, coordinator, stranger):
    client.force_login(author)
    rows = {"photos": [{"file": picture(), "description": "Le four"}], "documents": [{"file": pdf()}]}
    client.post("/fr/my/sheets/new/", complete_post(**rows))
    sheet = SheetPage.objects.get()
    assert (status(), mail_recipients()) == ("draft", [])

    again = client.get(f"/fr/my/sheets/{sheet.pk}/edit/").context["form"]
    image, document = again.formsets["photos"].forms[0]["image"], again.formsets["documents"].forms[0]["document"]
    rows = {
        "photos": [{"image": image.value(), "description": "Le four"}],
        "documents": [{"document": document.value()}],
    }
    revised = complete_post(revision=again["revision"].value(), intent="submit", **rows)
    client.post(f"/fr/my/sheets/{sheet.pk}/edit/", revised)
    assert (status(), mail_recipients()) == ("submitted", [[coordinator.email]])

    client.force_login(coordinator)
    assert sheet.draft_title in client.get("/cms/").content.decode().replace("&#x27;", "'")
    assert client.get(f"/cms/pages/{sheet.pk}/edit/").status_code == 200
    assert client.get(f"/cms/pages/{sheet.pk}/view_draft/").status_code == 200
    decide(client, sheet, "reject", "Qui a payé la conduite ?")
    assert (status(), mail_recipients()) == ("changes-requested", [[author.email]])

    client.force_login(author)
    assert "Qui a payé la conduite ?" in client.get(f"/fr/my/sheets/{sheet.pk}/").content.decode()
    form = client.get(f"/fr/my/sheets/{sheet.pk}/edit/").context["form"]
    answer = complete_post(revision=form["revision"].value(), intent="submit", financial_means="La fonderie.", **rows)
    client.post(f"/fr/my/sheets/{sheet.pk}/edit/", answer)
    assert (status(), mail_recipients()) == ("submitted", [[coordinator.email]])

    client.force_login(coordinator)
    decide(client, sheet, "approve", "")
    assert (status(), mail_recipients()) == ("published", [[author.email]])

    client.logout()
    address = SheetPage.objects.get().get_absolute_url()
    assert "La fonderie." in client.get(address).content.decode()
    assert client.get("/fr/fiches/?q=fonderie&theme=energy").context["bound"].count == 1
    assert address in client.get("/fr/search/?q=fonderie").content.decode()
    assert b"".join(client.get(SheetPage.objects.get().documents.get().document.url))[:5] == b"%PDF-"


def test_every_field_of_a_sheet_can_be_edited_in_the_cms(client, author, coordinator):
    client.force_login(author)
    client.post("/fr/my/sheets/new/", complete_post())
    client.force_login(coordinator)
    form = client.get(f"/cms/pages/{SheetPage.objects.get().pk}/edit/").context["form"]
    own = {field.name for field in SheetPage._meta.local_fields + SheetPage._meta.local_many_to_many}
    assert own - set(form.fields) == {"page_ptr"}
    assert set(form.formsets) >= {"steps", "factors", "exchanges", "measures", "photos", "documents"}


def test_neither_a_stranger_nor_the_author_can_approve_a_sheet(client, author, stranger):
    client.force_login(author)
    client.post("/fr/my/sheets/new/", complete_post(intent="submit"))
    sheet = SheetPage.objects.get()
    for person in (stranger, author):
        client.force_login(person)
        assert decide(client, sheet, "approve", "").status_code == 302
        assert status() == "submitted"


def test_the_second_of_two_decisions_is_redirected_without_effect(client, author, coordinator):
    client.force_login(author)
    client.post("/fr/my/sheets/new/", complete_post(intent="submit"))
    sheet = SheetPage.objects.get()
    approve_sheet(coordinator, sheet)
    client.force_login(coordinator)
    late = {"action-workflow-action": "true", "workflow-action-name": "reject"}
    response = client.post(f"/cms/pages/{sheet.pk}/edit/", late)
    assert (response.status_code, response.url, status()) == (302, f"/cms/pages/{sheet.pk}/edit/", "published")
