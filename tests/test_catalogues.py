"""Every message is translated into every language, and the catalogues match the code."""

import shutil
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from tests.sources import ROOT

LOCALE = ROOT / "site/website/locale"
TRANSLATED = ["de", "fr", "nl"]  # English is the language of the message ids
NOT_COPIED = shutil.ignore_patterns(".*", "var", "node_modules", "__pycache__", "tests", "*.mo")


def catalogue(root, language):
    with (root / language / "LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(found) -> dict:
    return {(entry.context, entry.id): (entry.string, entry.fuzzy) for entry in found if entry.id}


def test_there_is_one_catalogue_per_language():
    assert sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/*.po")) == TRANSLATED


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_untranslated_or_fuzzy(language):
    unfinished = [
        entry.id
        for entry in catalogue(LOCALE, language)
        if entry.id and (entry.fuzzy or not all(entry.string if entry.pluralizable else [entry.string]))
    ]
    assert unfinished == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_their_message(language):
    broken = {
        entry.id: [str(error) for error in entry.check()] for entry in catalogue(LOCALE, language) if entry.check()
    }
    assert broken == {}


@pytest.mark.gettext
def test_the_catalogues_are_up_to_date(tmp_path):
    """`make messages` on a copy changes nothing but dates."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    venv = sys.prefix
    ready = [f"--assume-old={venv}/ready", f"--assume-old={venv}/ready-dev"]
    subprocess.run(["make", "messages", f"VENV={venv}", *ready], cwd=copy, check=True, capture_output=True)
    for language in TRANSLATED:
        fresh = catalogue(copy / "site/website/locale", language)
        assert entries(fresh) == entries(catalogue(LOCALE, language)), f"{language} is stale: make messages"
