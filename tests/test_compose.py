"""compose.yaml starts the services in the README's table, from official images."""

import re

import pytest
import yaml

from tests.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OFFICIAL = re.compile(r"[a-z]+:[\d.]+(-slim)?\Z")  # no owner, no registry, a version
PYTHON_VARIABLES = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


def test_every_image_is_an_official_one_with_its_version():
    images = [service["image"] for service in COMPOSE["services"].values()]
    assert [image for image in images if not OFFICIAL.match(image)] == []


def test_every_variable_of_the_site_is_listed_in_the_readme():
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert set(COMPOSE["services"]["web"]["environment"]) - PYTHON_VARIABLES - set(listed) == set()


def test_the_site_and_its_worker_run_in_the_same_environment():
    services = COMPOSE["services"]
    kinds = [services[name]["environment"] for name in ("web", "worker", "clock", "prepare")]
    assert kinds == [kinds[0]] * 4


@pytest.mark.parametrize("name", ["database", "cache", "search", "web"])
def test_each_service_that_others_wait_for_has_a_health_check(name):
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_only_the_proxy_publishes_a_port():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


def test_every_volume_that_is_used_is_declared():
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", ())]
    assert {mount.split(":")[0] for mount in mounts} - {"."} == set(COMPOSE["volumes"])
