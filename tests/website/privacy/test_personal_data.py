"""What is kept about people is declared, and the declarations are complete."""

from django.apps import apps

from tests.reading import texts
from website.accounts.models import User
from website.core import personal_data


def test_each_model_that_names_a_person_is_held_by_somebody():
    fields = User._meta.get_fields(include_hidden=True)
    pointing = {field.related_model._meta.label for field in fields if field.auto_created and field.is_relation}
    held = [label for holding in personal_data.every() for label in holding.models]
    assert pointing - set(held) == set()
    assert sorted(held) == sorted(set(held))


def test_each_declared_model_is_there():
    for holding in personal_data.every():
        for label in holding.models:
            assert apps.get_model(*label.split(".")[:2]) if label.count(".") == 1 else False


def test_the_account_goes_last():
    assert personal_data.every()[-1].name == "account"


def test_the_register_tells_everybody_what_is_kept(site, client):
    response = client.get("/en/personal-data/")
    assert texts(response, "dt") == [str(holding.what) for holding in personal_data.every()]
