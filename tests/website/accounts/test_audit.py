"""The audit log of roles: written however a role changes, and visible to administrators in the CMS."""

import pytest
from django.contrib.auth.models import Group
from wagtail.log_actions import LogContext
from wagtail.models import ModelLogEntry

from tests.factories.people import UserFactory
from tests.reading import texts
from website.accounts.actions import create_account, give_role, take_role
from website.accounts.enums import Role
from website.accounts.models import User

pytestmark = pytest.mark.django_db


def log(user) -> list[tuple]:
    """Return action, roles and user of the entries for an account, oldest first."""
    entries = ModelLogEntry.objects.for_instance(user).filter(action__startswith="accounts.").order_by("pk")
    return [
        (entry.action.removeprefix("accounts."), ", ".join(entry.data.get("roles", [])), entry.user)
        for entry in entries
    ]


@pytest.fixture
def ada(site, client):
    user = User.objects.create_superuser("ada@example.org", "x", first_name="Ada", last_name="Ministre")
    client.force_login(user)
    return user


def test_each_action_writes_an_entry(site):
    clara = UserFactory()
    with LogContext(user=clara):
        user = create_account("camille@example.org", role=Role.MEMBER)
        give_role(user, Role.EDITOR)
        give_role(user, Role.EDITOR)
        take_role(user, Role.EDITOR)
        take_role(user, Role.EDITOR)
    assert log(user) == [
        ("create", "", clara),
        ("give_role", "Members", clara),
        ("give_role", "Editors", clara),
        ("take_role", "Editors", clara),
    ]


def test_creating_an_administrator_by_command_writes_an_entry(site):
    user = User.objects.create_superuser("ada@example.org", "x")
    assert log(user) == [("give_role", "Administrators", None)]


def form(user, *groups, **changes) -> dict:
    data = {
        "email": user.email, "first_name": user.first_name, "last_name": user.last_name, "language": "fr",
        "time_zone": "Europe/Paris", "is_active": "on", "password1": "", "password2": "",
    }  # fmt: skip
    return {**data, "groups": [Group.objects.get(name=name).pk for name in groups], **changes}


def test_the_cms_form_of_an_account_writes_entries_under_the_administrators_name(client, ada):
    user = UserFactory(groups=["Members"])
    before = len(log(user))
    address = f"/cms/users/edit/{user.pk}/"
    assert client.post(address, form(user, "Members", "Coordinators")).status_code == 302
    assert client.post(address, form(user)).status_code == 302
    assert client.post(address, form(user, is_superuser="on")).status_code == 302
    assert client.post(address, form(user)).status_code == 302
    assert log(user)[before:] == [
        ("give_role", "Coordinators", ada),
        ("take_role", "Coordinators, Members", ada),
        ("give_role", "Administrators", ada),
        ("take_role", "Administrators", ada),
    ]


def test_giving_several_accounts_a_role_in_the_cms_writes_an_entry_for_each(client, ada):
    people = [UserFactory(), UserFactory()]
    query = "&".join(f"id={user.pk}" for user in people)
    editors = Group.objects.get(name="Editors").pk
    response = client.post(f"/cms/bulk/accounts/user/assign_role/?{query}&next=/cms/users/", {"role": editors})
    assert [response.status_code, [log(user) for user in people]] == [302, [[("give_role", "Editors", ada)]] * 2]


def test_emptying_a_group_writes_an_entry_for_each_account(site):
    people = [UserFactory(groups=["Editors"]), UserFactory(groups=["Editors"])]
    Group.objects.get(name="Editors").user_set.clear()
    assert [log(user)[-1] for user in people] == [("take_role", "Editors", None)] * 2


def test_administrators_read_the_entries_in_the_cms(client, ada):
    user = create_account("camille@example.org", role=Role.EDITOR, first_name="Camille", last_name="Roth")
    page = client.get("/cms/reports/site-history/", headers={"accept-language": "en"})
    words = page.content.decode()
    assert [page.status_code, "Camille Roth" in words, "Role given: Editor" in words] == [200, True, True]
    assert "Account created" in words
    history = client.get(f"/cms/users/history/{user.pk}/", headers={"accept-language": "en"})
    assert "Role given: Editor" in history.content.decode()


@pytest.mark.parametrize("role", ["Editors", "Coordinators"])
def test_other_roles_cannot_read_the_entries(client, site, role):
    create_account("camille@example.org", role=Role.EDITOR, first_name="Camille", last_name="Roth")
    client.force_login(UserFactory(groups=[role]))
    page = client.get("/cms/reports/site-history/", headers={"accept-language": "en"}, follow=True)
    assert "Camille Roth" not in page.content.decode()


def test_signing_in_and_changing_a_name_write_no_entry(client, make_account, log_in):
    user = make_account()
    before = log(user)
    log_in(client)
    user.first_name = "Cam"
    user.save()
    assert [log(user), texts(client.get("/en/accounts/"), "dd")[0]] == [before, "Cam " + user.last_name]
