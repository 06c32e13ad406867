"""The house is laid out as its README says: a newcomer finds each thing's room at first guess."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.sources import PACKAGES, ROOT, code, files, name

FIXED_BY_THE_OWNER = {
    "manage.py", "pyproject.toml", "site", "community", "experiences", "templates", "tests", "README.md",
}  # fmt: skip
BESIDE_IT = {
    ".ci",
    ".gitignore",
    "CONTRIBUTING.md",
    "Makefile",
    "compose.yaml",
    "requirements.txt",
    "requirements-dev.txt",
}
MODULES = {
    "models", "querysets", "enums", "validators", "permissions", "actions", "forms", "filters", "views", "urls",
    "blocks", "panels", "feeds", "ical", "tasks", "signal_handlers", "wagtail_hooks", "listings", "imports",
    "apps", "admin", "adapters", "personal_data", "notices", "publication", "replies", "subjects",
    "fields", "checks", "images", "middleware", "migrations", "templatetags", "management",
}  # fmt: skip
# What a room holds that no other has: a module each, named after its subject.
SUBJECTS = {
    "site/website/accounts": {"unsent"},
    "site/website/core": {
        "caching",
        "database",
        "normalisation",
        "publication_checks",
        "rows",
        "sections",
        "storage",
        "texts",
    },
    "site/website/notifications": {"lines", "mails", "unsubscribing", "webhooks"},
    "site/website/maps": {"clusters", "drawing", "frame", "geometry", "labels", "outline", "topology"},
    "site/website/units": {"conversion"},
    "site/website/events": {"calendar"},
    "site/website/demo": {
        "bench",
        "content",
        "conversation",
        "follows",
        "joining",
        "knowledge",
        "pages",
        "people",
        "pictures",
        "sheets",
    },
    "community/follows": {"matching", "suggestions", "recipients"},
    "site/website/replies": {"addresses", "boxes", "handlers", "mails"},
    "community/members": {"audiences", "maps"},
    "community/organisations": {"changes"},
    "community/experts": {"clues", "ranking"},
    "community/knowledge": {"names", "offers"},
    "community/forum": {"completion", "moderation", "texts", "things"},
    "community/moderation": {"registry", "statements"},
    "experiences/sheets": {"indicators"},
}
DRAWERS = {"common", "extra", "general", "helper", "helpers", "lib", "misc", "shared", "tools", "util", "utils"}
NO_ROOMS = {"settings", "static", "locale"}


def tracked() -> list[str]:
    """What git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def rooms() -> list[Path]:
    """The apps of the three packages."""
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).iterdir())
        if is_package(path) and path.name not in NO_ROOMS
    ]


def test_the_top_level_holds_what_was_agreed_and_nothing_else():
    assert {path.split("/")[0] for path in tracked() if (ROOT / path).exists()} == FIXED_BY_THE_OWNER | BESIDE_IT


def test_site_is_a_plain_folder_around_one_package():
    assert sorted(path.name for path in (ROOT / "site").iterdir() if path.suffix == ".py" or is_package(path)) == [
        "website"
    ]


def test_importing_site_is_still_the_standard_library():
    command = [sys.executable, "-c", "import site; print(site.__file__)"]
    for folder in (ROOT, ROOT / "site", ROOT.parent):
        found = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        assert Path(found).parent == Path(subprocess.__file__).parent


def test_the_modules_of_a_room_have_names_from_the_closed_list():
    strangers = []
    for room in rooms():
        modules = {path.stem for path in room.glob("*.py")} | {path.name for path in room.iterdir() if is_package(path)}
        allowed = MODULES | SUBJECTS.get(name(room), set()) | {"__init__"}
        strangers += [f"{name(room)}/{module}" for module in sorted(modules - allowed)]
    assert strangers == []


def test_contributing_lists_the_closed_list_of_module_names():
    [listed] = re.findall(r"<!-- modules -->`([^`]+)`<!-- /modules -->", (ROOT / "CONTRIBUTING.md").read_text())
    assert sorted(listed.split()) == sorted(MODULES)


def test_contributing_lists_every_registry():
    """A registry is a module of a list or a dictionary that other rooms fill through a function."""
    found = {
        name(path)
        .removesuffix(".py")
        .removesuffix("/__init__")
        .split("/", 1 if path.is_relative_to(ROOT / "community") else 2)[-1]
        for path in code(".py")
        if re.search(r"^_(registry|checks): ", path.read_text(), re.MULTILINE)
    }
    listed = re.findall(r"^\| `([a-z_.]+)` \| `\w+\.py` \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(module.replace("/", ".") for module in found)


def test_the_list_of_subjects_names_only_what_is_there():
    missing = [
        f"{room}/{subject}"
        for room, subjects in SUBJECTS.items()
        for subject in subjects
        if not (ROOT / room / f"{subject}.py").exists() and not is_package(ROOT / room / subject)
    ]
    assert missing == []


def test_nothing_is_kept_in_a_drawer():
    paths = [*code(".py", ".html", ".css", ".js"), *files("templates", ".html"), *files("tests", ".py")]
    # What takes the place of a package's template stands where the package keeps it.
    paths = [path for path in paths if "wagtailcore" not in path.parts]
    assert [name(path) for path in paths if DRAWERS & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_every_room_has_its_place_in_the_layers():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = configuration["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {package for layer in layers for package in re.split(r"[\s|:]+", layer)} - {"website.urls"}
    expected = {
        name(room).removeprefix("site/").replace("/", ".") if "website" in room.parts else room.parent.name
        for room in rooms()
    }
    assert placed == expected


def test_every_room_with_models_or_views_has_its_modules_in_layers():
    """A room that no container names would import as it likes."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    [contract] = [
        contract
        for contract in configuration["tool"]["importlinter"]["contracts"]
        if "(models) : (querysets) : (permissions) : (validators)" in contract["layers"]
    ]
    # It writes the demo with the actions of all others.
    exempt = {"site/website/demo"}
    layered = {
        name(room).removeprefix("site/").replace("/", ".")
        for room in rooms()
        if name(room) not in exempt and {path.stem for path in room.iterdir()} & {"models", "views"}
    }
    assert set(contract["containers"]) == layered


def test_imports_go_down_only(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT / "site"), *sys.path])
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_tests_mirror_the_packages():
    """A folder of tests is named after the room it tests."""
    own = {"browser", "factories"}
    mirrored = {name(room).removeprefix("site/") for room in rooms()} | {"website/settings"}
    found = {
        path.relative_to(ROOT / "tests").as_posix()
        for path in (ROOT / "tests").glob("*/*")
        if is_package(path) and path.parent.name not in own
    }
    assert found - mirrored == set()
