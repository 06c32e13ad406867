"""Production starts with everything it needs, or says what is missing."""

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


def complaint(result) -> list[str]:
    """The variables that the refusal to start names."""
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith("django.core.exceptions.ImproperlyConfigured: Production cannot start without: ")
    return re.findall(r"\b([A-Z_]{4,}) \(", sentence)


def test_with_nothing_set_it_names_everything_at_once(tmp_path):
    result = manage(tmp_path, "check")
    assert result.returncode != 0
    assert complaint(result) == ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "BASE_URL"]


@pytest.mark.parametrize("name", COMPLETE)
def test_it_names_the_one_thing_that_is_missing(tmp_path, name):
    result = manage(tmp_path, "check", **{key: value for key, value in COMPLETE.items() if key != name})
    assert complaint(result) == [name]


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
def test_what_is_set_but_will_not_do_counts_as_missing(tmp_path, name, value):
    assert complaint(manage(tmp_path, "check", **{**COMPLETE, name: value})) == [name]


def test_the_check_before_deployment_is_clean(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "INFO", **COMPLETE)
    assert result.stderr == ""
    assert result.stdout == "System check identified no issues (0 silenced).\n"


def css(folder, name: str = "") -> dict[str, str]:
    """The style sheets of a folder, without the addresses of what they show: those are hashed."""
    paths = sorted(folder.glob(name or "*.css"))
    return {path.name: re.sub(r"url\([^)]*\)", "url()", path.read_text()) for path in paths}


def test_every_static_file_is_there_under_its_hashed_name_and_pages_need_one_style_sheet(tmp_path):
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
    # Browsers are sent the packed file, and every picture and font that the style sheet names is there.
    assert (tmp_path / "static" / f"{hashed}.gz").is_file()
    targets = re.findall(r'url\("([^)]*)"\)', (tmp_path / "static" / hashed).read_text())
    assert len(targets) == 3
    assert [target for target in targets if not (tmp_path / "static" / "css" / target).is_file()] == []


def test_forms_are_taken_from_each_of_the_sites_hosts(tmp_path):
    show = "from django.conf import settings; print(*settings.CSRF_TRUSTED_ORIGINS)"
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.split() == ["https://boucles.example.org", "https://*.boucles.example.org"]


def test_a_second_factor_is_required_unless_it_is_only_asked_for(tmp_path):
    show = "from django.conf import settings; print(settings.SECOND_FACTOR, settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    said = []
    for changes in ({}, {"SECOND_FACTOR": "asked", "TRUSTED_PROXIES": "2"}):
        result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE, **changes)
        said.append(result.stdout.split())
    assert said == [["required", "0"], ["asked", "2"]]


def test_cookies_are_this_hosts_alone_and_travel_over_tls(tmp_path):
    names = ["NAME", "SECURE", "HTTPONLY", "SAMESITE", "DOMAIN", "PATH"]
    show = f"from django.conf import settings as s; print([getattr(s, 'SESSION_COOKIE_' + name) for name in {names}])"
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.strip() == "['__Host-session', True, True, 'Lax', None, '/']"
    show = (
        "from django.conf import settings as s; print(s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_DOMAIN)"
    )
    result = manage(tmp_path, "shell", "--no-imports", "--verbosity", "0", "-c", show, **COMPLETE)
    assert result.stdout.split() == ["__Host-csrf", "True", "None"]
