"""compose.yaml starts the parts that the README's table names, from official images."""

import re

import pytest
import yaml

from tests.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OFFICIAL = re.compile(r"[a-z]+:[\d.]+(-slim)?\Z")  # no owner, no registry, a version
OF_PYTHON = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


def test_every_image_is_an_official_one_with_its_version():
    images = [service["image"] for service in COMPOSE["services"].values()]
    assert [image for image in images if not OFFICIAL.match(image)] == []


def test_every_variable_given_to_the_site_stands_in_the_readme():
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert set(COMPOSE["services"]["web"]["environment"]) - OF_PYTHON - set(listed) == set()


def test_the_site_and_its_worker_run_in_the_same_environment():
    services = COMPOSE["services"]
    kinds = [services[name]["environment"] for name in ("web", "worker", "clock", "prepare")]
    assert kinds == [kinds[0]] * 4


@pytest.mark.parametrize("name", ["database", "cache", "search", "web"])
def test_what_others_wait_for_says_when_it_is_healthy(name):
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def test_every_volume_that_is_used_is_declared():
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", ())]
    assert {mount.split(":")[0] for mount in mounts} - {"."} == set(COMPOSE["volumes"])
