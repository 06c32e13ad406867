"""Exporting all personal data of a user."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from experiences.sheets.actions import create_sheet, store_document
from experiences.sheets.models import SheetPage
from tests.factories.people import MemberFactory
from website.accounts.models import User
from website.core import personal_data
from website.notifications.actions import notify
from website.privacy.actions import build_export, delete_expired_data, delete_export, erase_account, request_export
from website.privacy.enums import ExportStatus
from website.privacy.models import DataExport, private_storage

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def amelie(site):
    member = MemberFactory(user__email="amelie@example.org", user__first_name="Amélie", phone="+33 3 88 00 00 01")
    return member.user


@pytest.fixture
def jonas(site):
    return MemberFactory(user__email="jonas@example.org", phone="+49 7851 000002").user


@pytest.fixture
def without_worker(settings):
    """Do not run tasks, as if the worker had not started yet."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def unpacked(response) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def fetched(client, user) -> dict[str, bytes]:
    client.force_login(user)
    assert client.post("/en/my/data/exports/new/").status_code == 302
    export = DataExport.objects.of(user).get()
    response = client.get(f"/en/my/data/exports/{export.pk}/")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment;")
    return unpacked(response)


def test_an_export_contains_all_data_of_its_owner_and_none_of_others(client, amelie, jonas):
    for person in (amelie, jonas):
        create_sheet(person, SheetPage(title=f"Fiche de {person.email}", contact=person.first_name), "fr")
        store_document(person, SimpleUploadedFile(f"{person.pk}.pdf", PDF), title=f"Convention {person.email}")
        notify([person], "sheet-submitted", title=f"À {person.email}", is_return=False)
    files = fetched(client, amelie)
    assert {name for name in files if name.endswith(".json")} == {
        f"{holding.name}.json" for holding in personal_data.all_holdings()
    }
    assert [content for name, content in files.items() if name.startswith("texts/")] == [PDF]
    records = {
        name.removesuffix(".json"): json.loads(content) for name, content in files.items() if name.endswith(".json")
    }
    assert [records["account"][0]["email"], records["directory"][0]["telephone"]] == [
        "amelie@example.org",
        "+33 3 88 00 00 01",
    ]
    assert records["sheets"][0]["title"] == "Fiche de amelie@example.org"
    assert [entry["data"]["title"] for entry in records["notifications"]] == ["À amelie@example.org"]
    assert [name for name, content in files.items() if b"jonas" in content or b"000002" in content] == []


def test_only_the_owner_can_download_an_export(client, amelie, jonas):
    export = request_export(amelie)
    for person in (jonas, None):
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(f"/en/my/data/exports/{export.pk}/")
        assert response.status_code == (404 if person else 302)


def test_two_files_with_one_name_are_both_included(client, amelie):
    for number in (b"1", b"2"):
        store_document(amelie, SimpleUploadedFile("convention.pdf", PDF + number))
    files = fetched(client, amelie)
    assert len({content for name, content in files.items() if name.startswith("texts/")}) == 2


def test_a_second_request_while_one_is_pending_creates_no_export(client, amelie, without_worker):
    client.force_login(amelie)
    for _press in range(2):
        client.post("/en/my/data/exports/new/")
    assert DataExport.objects.count() == 1
    page = client.get("/en/my/data/").content.decode()
    assert "data-unfinished" in page


def test_the_worker_records_its_progress(amelie, without_worker):
    export = request_export(amelie)
    build_export(export.pk)
    export.refresh_from_db()
    assert [export.status, export.done] == [ExportStatus.READY, export.total]
    assert export.total == len(personal_data.all_holdings())


def test_a_second_worker_does_not_build_the_export_again(amelie, without_worker):
    export = request_export(amelie)
    build_export(export.pk)
    made = DataExport.objects.get(pk=export.pk).file.name
    build_export(export.pk)
    assert DataExport.objects.get(pk=export.pk).file.name == made


def test_a_missing_file_does_not_prevent_the_export(client, amelie):
    document = store_document(amelie, SimpleUploadedFile("convention.pdf", PDF))
    document.file.storage.delete(document.file.name)
    assert "account.json" in fetched(client, amelie)


def test_the_export_and_its_file_are_deleted_after_a_week(amelie, without_worker, django_capture_on_commit_callbacks):
    export = request_export(amelie)
    build_export(export.pk)
    export.refresh_from_db()
    delete_expired_data(export.created_at + timedelta(days=6))
    assert export.file.storage.exists(export.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        delete_expired_data(export.created_at + timedelta(days=8))
    assert not DataExport.objects.exists()
    assert not export.file.storage.exists(export.file.name)


def test_an_export_is_logged(amelie):
    request_export(amelie)
    assert list(ModelLogEntry.objects.filter(action="privacy.export").values_list("user", flat=True)) == [amelie.pk]


def test_a_stuck_export_is_replaced_on_request(amelie, without_worker):
    stuck = request_export(amelie)
    DataExport.objects.filter(pk=stuck.pk).update(created_at=timezone.now() - timedelta(hours=2))
    assert request_export(amelie).pk != stuck.pk
    assert DataExport.objects.count() == 1


def stored() -> list[str]:
    storage = private_storage()
    return storage.listdir("exports")[1] if storage.exists("exports") else []


def test_an_export_built_while_its_account_is_erased_leaves_no_file(amelie, jonas, without_worker):
    kept, export = request_export(jonas), request_export(amelie)
    build_export(kept.pk)
    before = stored()

    def erase_when_packed(execute, sql, params, many, context):
        """Erase the account just before the last statement of the worker."""
        if sql.startswith("UPDATE") and ExportStatus.READY in params and User.objects.filter(pk=amelie.pk).exists():
            erase_account(User.objects.get(pk=amelie.pk))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(erase_when_packed):
        build_export(export.pk)
    assert [DataExport.objects.count(), stored()] == [1, before]


def test_the_file_is_deleted_even_if_its_name_was_set_after_the_row_was_loaded(
    amelie, without_worker, django_capture_on_commit_callbacks
):
    before, export = stored(), request_export(amelie)
    build_export(export.pk)
    assert [export.file.name, len(stored())] == ["", len(before) + 1]
    with django_capture_on_commit_callbacks(execute=True):
        delete_export(export)
    assert stored() == before


def test_a_new_export_is_created_if_the_pending_one_finishes_during_the_request(amelie, without_worker):
    first = request_export(amelie)
    refused = []

    def finish_after_the_refusal(execute, sql, params, many, context):
        if refused == [True] and sql.startswith("SELECT") and "privacy_dataexport" in sql:
            refused.append("finished")
            DataExport.objects.filter(pk=first.pk).update(status=ExportStatus.READY)
        try:
            return execute(sql, params, many, context)
        except IntegrityError:
            refused.append(True)
            raise

    with connection.execute_wrapper(finish_after_the_refusal):
        second = request_export(amelie)
    assert [second != first, refused, second.status] == [True, [True, "finished"], ExportStatus.WAITING]
