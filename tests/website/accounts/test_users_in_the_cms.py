"""Administrators create and change accounts in the CMS."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from tests.factories.people import UserFactory
from website.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(site, client):
    user = User.objects.create_superuser("admin@example.org", "peu-importe")
    client.force_login(user)
    return user


def typed(**changes) -> dict:
    return {
        "email": "Mia@Example.org",
        "first_name": "Mia",
        "last_name": "Becker",
        "language": "de",
        "time_zone": "Europe/Berlin",
        "groups": [Group.objects.get(name="Partners").pk],
        "password1": "",
        "password2": "",
        **changes,
    }


def test_an_administrator_creates_an_account_without_a_password(client, administrator):
    assert client.get("/cms/users/new/").status_code == 200
    assert client.post("/cms/users/new/", typed()).status_code == 302
    user = User.objects.get(first_name="Mia")
    assert [user.email, user.language, user.time_zone] == ["mia@example.org", "de", "Europe/Berlin"]
    assert [group.name for group in user.groups.all()] == ["Partners"]
    assert user.check_password("") is False


def test_an_administrator_changes_an_account(client, administrator):
    user = UserFactory(email="mia@example.org")
    assert client.get(f"/cms/users/edit/{user.pk}/").status_code == 200
    client.post(f"/cms/users/edit/{user.pk}/", typed(last_name="Huber", language="nl", is_active="on"))
    user.refresh_from_db()
    assert [user.last_name, user.language, user.is_active] == ["Huber", "nl", True]
    assert client.get("/cms/users/?q=huber").status_code == 200


def test_an_address_replaced_by_an_administrator_is_notified(client, administrator, mailoutbox):
    user = UserFactory(email="mia@example.org")
    for email in ("mia@example.org", "Mia.Becker@Example.org"):
        client.post(f"/cms/users/edit/{user.pk}/", typed(email=email, language="en", is_active="on"))
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["mia@example.org"], "The email address of your account has changed")
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ANNA@example.org"),
        ("email", "mia"),
        ("time_zone", "Mars/Olympus"),
        ("language", "es"),
        ("password1", "123"),
    ],
)
def test_an_invalid_field_is_a_form_error(client, administrator, field, value):
    UserFactory(email="anna@example.org")
    response = client.post("/cms/users/new/", typed(**{field: value}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field if field != "password1" else "password2"]


def test_an_address_belongs_to_one_account_in_any_case(site):
    UserFactory(email="anna@example.org")
    with pytest.raises(ValidationError) as refused:
        User(email="Anna@EXAMPLE.org", first_name="Anna", last_name="B").full_clean(exclude=["password"])
    assert list(refused.value.error_dict) == ["email"]
    assert User.objects.get_by_natural_key("ANNA@example.org").email == "anna@example.org"
