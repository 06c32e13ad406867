"""Project conventions that concern all apps."""

import ast
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core.management import call_command, get_commands, load_command_class
from django.db.migrations.loader import MigrationLoader
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import get_page_models

from tests.sources import ROOT, code, files, name

OWN_APPS = [app for app in apps.get_app_configs() if Path(app.path).is_relative_to(ROOT)]
OWN_APPS = [app for app in OWN_APPS if ".venv" not in app.path]
TEMPLATES = files("templates", ".html", ".txt")
# Django looks for these by name, and allauth for the last one.
NAMED_BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "429.html"}


def template_name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def overrides_a_package(template: str) -> bool:
    """Return whether the template overrides one of an installed package."""
    return any((Path(app.path) / "templates" / template).is_file() for app in apps.get_app_configs())


# Templates


def test_no_template_is_unused():
    texts = {path: path.read_text() for path in (*code(".py"), *TEMPLATES)}
    literals = {path: set(re.findall(r"""["']([\w/.-]+)["']""", text)) for path, text in texts.items()}
    by_convention = {model.template for model in get_page_models()} | NAMED_BY_CONVENTION

    def is_used(path: Path) -> bool:
        template = template_name(path)
        wanted = {template}
        if template.startswith("emails/"):  # found by the kind of the notification: emails/<kind>.txt
            wanted.add(Path(template).name.split(".")[0])
        elif template.startswith("account/email/"):  # found by allauth by their prefix
            wanted.add(re.sub(r"_(subject|message)\.txt$", "", template))
        named = any(wanted & found for other, found in literals.items() if other != path)
        return named or template in by_convention or overrides_a_package(template)

    unused = [name(path) for path in TEMPLATES if not is_used(path)]
    assert unused == []


def test_templates_refer_only_to_existing_templates_and_static_files():
    missing = []
    for template in map(template_name, TEMPLATES):
        text = Path(get_template(template).origin.name).read_text()
        for other in re.findall(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""", text):
            with suppress(TemplateDoesNotExist):
                get_template(other)
                continue
            missing.append(f"{template}: {other}")
        static = re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", text)
        missing += [f"{template}: {path}" for path in static if finders.find(path) is None]
    assert missing == []


# Migrations and commands


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# The migrations of some packages query the database when they are imported.
@pytest.mark.django_db
def test_each_app_has_one_initial_migration_until_the_first_release():
    loader = MigrationLoader(None)
    labels = {app.label for app in OWN_APPS}
    found = sorted(key for key in loader.disk_migrations if key[0] in labels)
    apps_with_models = sorted(app.label for app in OWN_APPS if list(app.get_models()))
    assert found == [(label, "0001_initial") for label in apps_with_models]


@pytest.mark.django_db
def test_every_migration_is_reversible():
    loader = MigrationLoader(None)
    labels = {app.label for app in OWN_APPS}
    irreversible = [
        f"{label} {migration}: {operation.describe()}"
        for (label, migration), found in loader.disk_migrations.items()
        if label in labels
        for operation in found.operations
        if not operation.reversible
    ]
    assert irreversible == []


def test_every_command_has_a_help_text():
    own = {app.name for app in OWN_APPS}
    commands = {command: app for command, app in get_commands().items() if app in own}
    without_help = [
        command for command, app in commands.items() if not load_command_class(app, command).help.endswith(".")
    ]
    assert without_help == []


# Files


def test_every_suppression_comment_states_its_reason():
    pattern = re.compile(r"#\s*(noqa|type: ignore|nosec|pragma)(?!(: [A-Z0-9, ]+|\[[\w-]+\]|: no cover)? - \w)")
    bare = [
        f"{name(path)}:{number}"
        for path in (*code(".py"), *files("tests", ".py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line) and path != Path(__file__)
    ]
    assert bare == []


# This module copies the child rows of pages of any type.
GENERIC_OVER_MODELS = {"site/website/demo/bench/copies.py"}


def test_no_code_reaches_a_model_through_the_fields_of_another():
    """`Model._meta.get_field("…").related_model` hides an import from the layers: name the model instead."""
    offending = [
        f"{name(path)}:{node.lineno}"
        for path in code(".py")
        if name(path) not in GENERIC_OVER_MODELS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "related_model"
    ]
    assert offending == []


def test_a_model_is_looked_up_by_its_label_within_its_own_app_only():
    """`apps.get_model("app.Model")` hides an import from the layers: a model of another app is imported."""
    foreign = []
    for path in code(".py"):
        found = re.findall(r"""get_model\(\s*["'](\w+)["'.]""", path.read_text())
        foreign += [f"{name(path)}: {label}" for label in found if label not in path.parts]
    assert foreign == []


def test_the_readme_lists_the_environment_variables_that_are_read():
    settings = "\n".join(path.read_text() for path in (ROOT / "manage.py", *code(".py")))
    read = set(re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", settings))
    read |= set(re.findall(r"""\benviron(?:\.get|\.setdefault)?[(\[]["']([A-Z_]+)["']""", settings))
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read)
