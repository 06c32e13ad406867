"""The layout of the project, the names of modules, and the import layers follow the README and CONTRIBUTING.md."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.sources import PACKAGES, ROOT, code, files, name

FIXED_TOP_LEVEL = {
    "manage.py", "pyproject.toml", "site", "community", "experiences", "templates", "tests", "README.md",
}  # fmt: skip
OTHER_TOP_LEVEL = {
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
# Modules that exist in one app only, named after their subject.
SUBJECTS = {
    "site/website/accounts": {"pending_forms"},
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
    "site/website/notifications": {"lines", "mails", "unsubscribe_links", "webhooks"},
    "site/website/maps": {"clusters", "drawing", "frame", "geometry", "labels", "outline", "topology"},
    "site/website/units": {"conversion", "quantities"},
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
    "site/website/replies": {"addresses", "handlers", "mailboxes", "mails"},
    "community/members": {"audiences", "maps"},
    "community/organisations": {"changes"},
    "community/experts": {"ranking", "scoring"},
    "community/knowledge": {"candidate_posts", "named_people"},
    "community/forum": {"completion", "moderation", "references", "targets", "texts"},
    "community/moderation": {"registry", "statements"},
    "experiences/sheets": {"indicators"},
}
CATCH_ALL_NAMES = {"common", "extra", "general", "helper", "helpers", "lib", "misc", "shared", "tools", "util", "utils"}
NOT_APPS = {"settings", "static", "locale"}


def tracked() -> list[str]:
    """Return the paths that git tracks, and new files that it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def app_folders() -> list[Path]:
    """Return the folders of the apps in the three packages."""
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).iterdir())
        if is_package(path) and path.name not in NOT_APPS
    ]


def test_the_top_level_contains_the_listed_files_and_folders_only():
    assert {path.split("/")[0] for path in tracked() if (ROOT / path).exists()} == FIXED_TOP_LEVEL | OTHER_TOP_LEVEL


def test_site_is_a_folder_with_one_package():
    assert sorted(path.name for path in (ROOT / "site").iterdir() if path.suffix == ".py" or is_package(path)) == [
        "website"
    ]


def test_import_site_finds_the_standard_library():
    command = [sys.executable, "-c", "import site; print(site.__file__)"]
    for folder in (ROOT, ROOT / "site", ROOT.parent):
        found = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        assert Path(found).parent == Path(subprocess.__file__).parent


def test_the_modules_of_an_app_have_names_from_the_list():
    unexpected = []
    for folder in app_folders():
        modules = {path.stem for path in folder.glob("*.py")} | {
            path.name for path in folder.iterdir() if is_package(path)
        }
        allowed = MODULES | SUBJECTS.get(name(folder), set()) | {"__init__"}
        unexpected += [f"{name(folder)}/{module}" for module in sorted(modules - allowed)]
    assert unexpected == []


def test_contributing_lists_the_module_names():
    [listed] = re.findall(r"<!-- modules -->`([^`]+)`<!-- /modules -->", (ROOT / "CONTRIBUTING.md").read_text())
    assert sorted(listed.split()) == sorted(MODULES)


def test_contributing_lists_every_registry():
    """A registry is a module-level list or dict that other apps fill through a function."""
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


def test_the_list_of_subjects_names_existing_modules_only():
    missing = [
        f"{folder}/{subject}"
        for folder, subjects in SUBJECTS.items()
        for subject in subjects
        if not (ROOT / folder / f"{subject}.py").exists() and not is_package(ROOT / folder / subject)
    ]
    assert missing == []


def test_no_file_or_folder_has_a_catch_all_name():
    paths = [*code(".py", ".html", ".css", ".js"), *files("templates", ".html"), *files("tests", ".py")]
    # The override of a package's template has the path that the package chose.
    paths = [path for path in paths if "wagtailcore" not in path.parts]
    assert [name(path) for path in paths if CATCH_ALL_NAMES & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_every_app_has_its_place_in_the_layers():
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = configuration["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {package for layer in layers for package in re.split(r"[\s|:]+", layer)} - {"website.urls"}
    expected = {
        name(folder).removeprefix("site/").replace("/", ".") if "website" in folder.parts else folder.parent.name
        for folder in app_folders()
    }
    assert placed == expected


def test_every_app_with_models_or_views_has_layered_modules():
    """The layers inside an app apply only to the containers that the contract names."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    [contract] = [
        contract
        for contract in configuration["tool"]["importlinter"]["contracts"]
        if "(models) : (querysets) : (permissions) : (validators)" in contract.get("layers", ())
    ]
    # The demo calls the actions of all other apps.
    exempt = {"site/website/demo"}
    layered = {
        name(folder).removeprefix("site/").replace("/", ".")
        for folder in app_folders()
        if name(folder) not in exempt and {path.stem for path in folder.iterdir()} & {"models", "views"}
    }
    assert set(contract["containers"]) == layered


def test_imports_go_down_only(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT / "site"), *sys.path])
    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_the_folders_of_tests_mirror_the_packages():
    """A folder of tests is named after the app that it tests."""
    own = {"browser", "factories"}
    mirrored = {name(folder).removeprefix("site/") for folder in app_folders()} | {"website/settings"}
    found = {
        path.relative_to(ROOT / "tests").as_posix()
        for path in (ROOT / "tests").glob("*/*")
        if is_package(path) and path.parent.name not in own
    }
    assert found - mirrored == set()
