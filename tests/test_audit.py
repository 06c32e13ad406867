"""`make audit` fails if it cannot look up the vulnerabilities of a package."""

import os
import subprocess

from tests.sources import ROOT

UNREACHABLE = "http://127.0.0.1:9"


def test_the_audit_fails_without_a_network():
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy")
    environment = {**os.environ, **dict.fromkeys(proxies, UNREACHABLE), "NO_PROXY": "", "no_proxy": ""}
    result = subprocess.run(
        ["make", "--silent", "--assume-old=.venv/ready-dev", "--assume-old=.venv/ready", "audit"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode != 0
    assert result.stdout.splitlines()[-1].startswith("A package is known to be vulnerable, or could not be looked up")
