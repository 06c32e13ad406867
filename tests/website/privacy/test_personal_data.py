"""The register of personal data is complete."""

from django.apps import apps
from django.utils import translation

from tests.reading import texts
from tests.sources import ROOT
from website.accounts.models import User
from website.core import personal_data


def test_each_model_with_a_relation_to_a_user_belongs_to_a_holding():
    fields = User._meta.get_fields(include_hidden=True)
    pointing = {field.related_model._meta.label for field in fields if field.auto_created and field.is_relation}
    held = [label for holding in personal_data.all_holdings() for label in holding.models]
    assert pointing - set(held) == set()
    assert sorted(held) == sorted(set(held))


def test_each_declared_model_exists():
    for holding in personal_data.all_holdings():
        for label in holding.models:
            app_label, name = label.split(".")
            owner = apps.get_app_config(app_label)
            assert name.lower() in {model._meta.model_name for model in owner.get_models(include_auto_created=True)}


def test_the_account_is_erased_last():
    assert personal_data.all_holdings()[-1].name == "account"


def test_the_public_register_lists_all_holdings(site, client):
    response = client.get("/en/personal-data/")
    assert texts(response, "dt") == [str(holding.what) for holding in personal_data.all_holdings()]


def test_the_readme_has_the_same_register():
    table = (
        (ROOT / "README.md")
        .read_text()
        .split("| holding | what | kept for |\n| --- | --- | --- |\n")[1]
        .split("\n\n")[0]
    )
    with translation.override("en"):
        declared = [f"| {each.name} | {each.what} | {each.kept_for} |" for each in personal_data.all_holdings()]
    assert table.split("\n") == declared
