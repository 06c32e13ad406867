"""Production refuses to start if a required variable is missing or invalid, and names it."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.sources import ROOT

COMPLETE = {
    "SECRET_KEY": "k8#v1wq0z!m4r7t2y9u5i3o6p-a1s2d3f4g5h6j7k8l9z0x1c2v3b4",
    "ALLOWED_HOSTS": "boucles.example.org,.boucles.example.org",
    "DATABASE_URL": "postgres://site:secret@127.0.0.1:1/site",
    "BASE_URL": "https://boucles.example.org",
}


def manage(folder, *arguments, **environment) -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "website.settings.production",
        "VAR_DIR": str(folder),
        **environment,
    }
    command = [sys.executable, "-W", "error", "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def missing_variables(result) -> list[str]:
    """Return the variables that the error message names."""
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith("django.core.exceptions.ImproperlyConfigured: Production cannot start without: ")
    return re.findall(r"\b([A-Z_]{4,}) \(", sentence)


def test_without_any_variable_all_are_named(tmp_path):
    result = manage(tmp_path, "check")
    assert result.returncode != 0
    assert missing_variables(result) == ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "BASE_URL"]


@pytest.mark.parametrize("name", COMPLETE)
def test_a_single_missing_variable_is_named(tmp_path, name):
    result = manage(tmp_path, "check", **{key: value for key, value in COMPLETE.items() if key != name})
    assert missing_variables(result) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("BASE_URL", "http://boucles.example.org"),
        ("DATABASE_URL", "sqlite:////tmp/site.sqlite3"),
        ("SECOND_FACTOR", "perhaps"),
        ("REPLY_DOMAIN", "replies"),
        ("REPLY_DOMAIN", "https://reply.example.org"),
        ("REPLY_DOMAIN", "reply@example.org"),
    ],
)
def test_an_invalid_variable_counts_as_missing(tmp_path, name, value):
    assert missing_variables(manage(tmp_path, "check", **{**COMPLETE, name: value})) == [name]


def test_the_check_before_deployment_is_clean(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "INFO", **COMPLETE)
    assert result.stderr == ""
    assert result.stdout == "System check identified no issues (0 silenced).\n"


def css(folder, name: str = "") -> dict[str, str]:
    """Return the style sheets of a folder, without the URLs in them, which are hashed."""
    paths = sorted(folder.glob(name or "*.css"))
    return {path.name: re.sub(r"url\([^)]*\)", "url()", path.read_text()) for path in paths}


def test_static_files_are_collected_under_hashed_names_with_one_style_sheet(tmp_path):
    for _again in range(2):
        result = manage(tmp_path, "collectstatic", "--no-input", "--verbosity", "0", **COMPLETE)
        assert result.stderr == ""
    hashed = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]["css/site.css"]
    sources = css(ROOT / "site" / "website" / "static" / "css")
    imports = re.findall(r'@import url\("(.+)"\);', (ROOT / "site/website/static/css/site.css").read_text())
    assert {*imports, "site.css"} == set(sources)
    [served] = css(tmp_path / "static", hashed).values()
    order, expected = sources["site.css"].partition("@import")[0], "\n".join(sources[name] for name in imports)
    assert served == f"{order}{expected}\n"
    [layers] = re.findall(r"^@layer ([^{]*);$", served, re.MULTILINE)
    assert set(re.findall(r"^@layer (\w+) {", served, re.MULTILINE)) == set(layers.split(", "))
    # The compressed file is served, and every picture and font that the style sheet refers to exists.
    assert (tmp_path / "static" / f"{hashed}.gz").is_file()
    targets = re.findall(r'url\("([^)]*)"\)', (tmp_path / "static" / hashed).read_text())
    assert len(targets) == 3
    assert [target for target in targets if not (tmp_path / "static" / "css" / target).is_file()] == []


def test_forms_are_accepted_from_all_hosts_of_the_site(tmp_path):
    show = "from django.conf import settings; print(*settings.CSRF_TRUSTED_ORIGINS)"
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.split() == ["https://boucles.example.org", "https://*.boucles.example.org"]


def test_a_second_factor_is_required_unless_the_variable_says_otherwise(tmp_path):
    show = "from django.conf import settings; print(settings.SECOND_FACTOR, settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    said = []
    for changes in ({}, {"SECOND_FACTOR": "asked", "TRUSTED_PROXIES": "2"}):
        result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE, **changes)
        said.append(result.stdout.split())
    assert said == [["required", "0"], ["asked", "2"]]


def test_cookies_are_limited_to_this_host_and_to_tls(tmp_path):
    names = ["NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH"]
    show = f"from django.conf import settings as s; print([getattr(s, 'SESSION_COOKIE_' + name) for name in {names}])"
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.strip() == "['__Host-session', True, True, 'Lax', None, '/']"
    show = (
        "from django.conf import settings as s; print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_DOMAIN)"
    )
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.split() == ["__Host-csrf", "True", "None"]
