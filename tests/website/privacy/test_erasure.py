"""Erasing an account removes personal data; published texts remain without a name."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from community.members.models import Member
from community.organisations.actions import propose_changes
from experiences.sheets.actions import create_sheet, store_document
from experiences.sheets.models import SheetPage
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import texts
from website.accounts.models import User
from website.core.models import CreditedDocument
from website.notifications.actions import notify
from website.notifications.models import Notification
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db
PASSWORD = "brasserie-et-serres"


@pytest.fixture
def amelie(site):
    member = MemberFactory(
        user__email="amelie@example.org", user__first_name="Amélie", user__last_name="Wagner", phone="+33 3 88 00 00 01"
    )
    member.user.set_password(PASSWORD)
    member.user.save()
    verified = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=member.user, email=member.user.email, defaults=verified)
    return member.user


@pytest.fixture
def sheet(amelie):
    sheet = create_sheet(amelie, SheetPage(title="Des cagettes consignées", contact="Amélie Wagner"), "en")
    sheet.save_revision().publish()
    return SheetPage.objects.get(pk=sheet.pk)


def traces() -> list[str]:
    """Return the models in which the database still names her."""
    found = []
    for model, names in (
        (User, ("email", "last_name")),
        (Member, ("slug", "phone")),
        (SheetPage, ("contact",)),
        (Revision, ("content",)),
        (ModelLogEntry, ("label", "data")),
        (Notification, ("data",)),
    ):
        for values in model.objects.values_list(*names):
            found += [model.__name__ for value in values if "amelie" in str(value) or "Wagner" in str(value)]
    return found


def test_notifications_and_log_entries_about_her_are_erased(amelie, sheet):
    coordinator = UserFactory(groups=["Coordinators"])
    propose_changes(amelie, OrganisationFactory(), {"city": {"before": "Colmar", "after": "Kehl"}}, "Amélie Wagner")
    notify([coordinator], "sheet-submitted", sheet, title=sheet.title, is_return=False)
    log(Member.objects.get(user=amelie), "wagtail.edit", user=coordinator)
    assert {"Notification", "ModelLogEntry"} <= set(traces())
    erase_account(amelie)
    assert traces() == []


def sign_in(client, user):
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})


def test_by_default_published_sheets_remain_as_those_of_a_former_member(client, amelie, sheet):
    before = client.get(sheet.url).content.decode()
    assert "Amélie Wagner" in before
    erase_account(amelie)
    response = client.get(sheet.url)
    assert response.status_code == 200
    assert "Amélie" not in response.content.decode()
    assert "Written by a former member" in " ".join(texts(response, "p"))
    assert traces() == []


def test_published_sheets_are_removed_on_request(client, amelie, sheet):
    erase_account(amelie, wants_removal=True)
    assert client.get(sheet.url).status_code == 404
    assert not SheetPage.objects.exists()
    assert traces() == []


def test_drafts_and_their_documents_are_always_removed(amelie):
    document = store_document(amelie, SimpleUploadedFile("convention.pdf", b"%PDF-1.4\n%%EOF\n"))
    draft = SheetPage(title="Un brouillon")
    draft.documents = [SheetPage._meta.get_field("documents").related_model(document=document)]
    create_sheet(amelie, draft, "fr")
    erase_account(amelie)
    assert not SheetPage.objects.exists()
    assert not CreditedDocument.objects.filter(pk=document.pk).exists()


def test_sheets_of_others_remain(amelie, sheet):
    other = MemberFactory(user__email="jonas@example.org").user
    kept = create_sheet(other, SheetPage(title="Restwärme", contact="Jonas Becker"), "de")
    erase_account(amelie, wants_removal=True)
    assert SheetPage.objects.get().pk == kept.pk
    assert SheetPage.objects.get().contact == "Jonas Becker"


def test_a_person_erases_their_account_on_the_site(client, amelie, sheet):
    sign_in(client, amelie)
    asked = client.get("/en/my/data/erase/")["Location"]
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    assert [page.status_code, page.request["PATH_INFO"]] == [200, "/en/my/data/erase/"]
    refused = client.post("/en/my/data/erase/", {})
    assert [refused.status_code, User.objects.filter(pk=amelie.pk).exists()] == [400, True]
    response = client.post("/en/my/data/erase/", {"is_sure": "on"}, follow=True)
    assert response.redirect_chain == [("/en/personal-data/", 302)]
    assert not User.objects.filter(pk=amelie.pk).exists()
    assert "_auth_user_id" not in client.session
    assert traces() == []


def test_erasing_an_account_requires_reauthentication(client, amelie):
    client.force_login(amelie)
    response = client.get("/en/my/data/erase/")
    assert [response.status_code, response["Location"].split("?")[0]] == [302, "/en/accounts/reauthenticate/"]


def test_other_sessions_end_with_the_account(client, amelie):
    client.force_login(amelie)
    erase_account(User.objects.get(pk=amelie.pk))
    assert client.get("/en/my/data/").status_code == 302
    assert Session.objects.count() == 1


def test_the_last_administrator_cannot_be_erased(client, site):
    User.objects.filter(is_superuser=True).delete()
    last = UserFactory(is_superuser=True)
    with pytest.raises(PermissionDenied):
        erase_account(last)
    UserFactory(is_superuser=True)
    erase_account(last)
    assert not User.objects.filter(pk=last.pk).exists()


def test_the_log_entry_does_not_identify_the_erased_person(amelie):
    pk = amelie.pk
    erase_account(amelie, by=amelie)
    entry = ModelLogEntry.objects.get(action="privacy.erase")
    assert [entry.label, entry.user_id, entry.data] == [f"#{pk}", None, {"texts": False}]


def test_deleting_an_account_in_the_cms_erases_its_data(client, amelie, sheet):
    administrator = UserFactory(is_superuser=True)
    client.force_login(administrator)
    client.post(f"/cms/users/delete/{amelie.pk}/")
    assert not User.objects.filter(pk=amelie.pk).exists()
    assert SheetPage.objects.get().contact == ""


def test_the_command_erases_an_account(amelie):
    call_command("erase_account", "AMELIE@example.org")
    assert not User.objects.filter(pk=amelie.pk).exists()
    with pytest.raises(CommandError, match="There is no account"):
        call_command("erase_account", "amelie@example.org")


def test_groups_remain_when_an_account_is_erased(amelie):
    before = set(Group.objects.values_list("name", flat=True))
    erase_account(amelie)
    assert set(Group.objects.values_list("name", flat=True)) == before
