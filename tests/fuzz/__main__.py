"""python -m tests.fuzz --requests 20000 --seed 1

Each walk visits one address as a visitor, a member or a coordinator, submits its forms, and is rolled back. Its random
numbers depend on the seed and the number of the walk, so `--only NUMBER` repeats it. The exit status is 1 if a
response was a 500.
"""

import argparse
import socket
import sys
import traceback
import warnings
from collections import Counter
from random import Random

from tests.throwaway import throwaway_site

FORMS_PER_PAGE = 3
ACCOUNTS = {"visitor": None, "member": "amelie.weber@example.org", "coordinator": "claire.muller@example.org"}


class Fuzz:
    def __init__(self, seed: int):
        from django.core.signals import got_request_exception

        from tests.fuzz.addresses import ParameterValues, routes

        self.seed, self.statuses, self.findings = seed, Counter(), {}
        self.routes, self.parameter_values = routes(), ParameterValues()
        self.sessions = {role: self._session(email) for role, email in ACCOUNTS.items()}
        got_request_exception.connect(self._store_exception)
        self.exception = None
        self._create_renditions()

    def _session(self, email: str | None) -> str | None:
        from django.conf import settings
        from django.test import Client

        from website.accounts.models import User

        if email is None:
            return None
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _create_renditions(self) -> None:
        """Create renditions now, since each walk rolls back what it creates."""
        from django.conf import settings
        from django.test import Client

        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions["coordinator"]
        for address in [*self.parameter_values.pages, "/cms/images/chooser/"]:
            client.get(address)
        # Without access, the coordinator's walks would not test the CMS.
        if client.get("/cms/images/").status_code != 200:
            raise RuntimeError("The coordinator has no access to the CMS.")

    def _store_exception(self, sender, **kwargs):
        self.exception = sys.exc_info()[1]

    def walk(self, number: int) -> int:
        """Run one walk and return the number of its requests."""
        from django.core.cache import cache
        from django.db import transaction

        cache.clear()
        rng = Random(f"{self.seed}-{number}")  # noqa: S311 - not used for security
        with transaction.atomic():
            requests = self._visit(rng, number)
            transaction.set_rollback(True)
        return requests

    def _visit(self, rng: Random, number: int) -> int:
        from django.conf import settings
        from django.test import Client

        from tests.fuzz import bodies, values

        if rng.random() < 0.2:
            address = rng.choice(self.parameter_values.pages)
        else:
            # Visit all addresses in turn.
            address = self.parameter_values.address(rng, self.routes[number % len(self.routes)])
        # Other roles only get the sign-in page of the CMS.
        role = rng.choice([*ACCOUNTS, *["coordinator"] * 12] if address.startswith("/cms/") else list(ACCOUNTS))
        client = Client(raise_request_exception=False)
        if self.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        query, method = self.parameter_values.query(rng), "GET" if rng.random() < 0.8 else rng.choice(values.METHODS)
        headers = {name: rng.choice(values.HEADERS[name]) for name in values.HEADERS if rng.random() < 0.04}
        data, kind = (b"", "") if method == "GET" else bodies.body(rng, {"x": [values.text(rng)]})
        response = self._request(client, number, role, method, address, query, data, kind, headers)
        requests = 1
        if response is None or "html" not in response.get("Content-Type", "") or response.streaming:
            return requests
        forms = bodies.forms_of(response.content.decode(errors="replace"))
        for form in rng.sample(forms, min(FORMS_PER_PAGE, len(forms))):
            filled = bodies.filled_in(rng, form)
            target = form["action"].split("?")[0] or address
            if not target.startswith("/"):
                target = address
            if form["method"] == "post":
                data, kind = bodies.body(rng, filled)
                self._request(client, number, role, "POST", target, "", data, kind, {})
            else:
                from urllib.parse import urlencode

                texts = [(name, value) for name, given in filled.items() for value in given if isinstance(value, str)]
                self._request(client, number, role, "GET", target, urlencode(texts), b"", "", {})
            requests += 1
        return requests

    def _request(self, client, number, role, method, address, query, data, kind, headers):
        from django.db import transaction

        self.exception = None
        content = {"content_type": kind} if kind or method != "GET" else {}
        try:
            with transaction.atomic():
                response = client.generic(method, address, data, QUERY_STRING=query, **content, **headers)
                if response.streaming:
                    b"".join(response.streaming_content)
                    response.close()
        except Exception as error:
            self.exception, response = error, None
        self.statuses[response.status_code if response is not None else "raised"] += 1
        if response is None or response.status_code >= 500:
            self._record(number, f"{method} {address}{'?' if query else ''}{query} as {role}, {kind or 'no body'}")
        return response

    def _record(self, number: int, request: str) -> None:
        frames = traceback.extract_tb(self.exception.__traceback__) if self.exception else []
        ours = [frame for frame in frames if "/django/core/handlers/" not in frame.filename]
        where = f"{ours[-1].filename.split('site-packages/')[-1]}:{ours[-1].lineno}" if ours else "?"
        key = f"{type(self.exception).__name__} at {where}"
        finding = self.findings.setdefault(key, {"times": 0, "request": request, "walk": number})
        finding["times"] += 1
        finding.setdefault("trace", "".join(traceback.format_exception(self.exception)) if self.exception else "")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one walk, with the whole traceback")
    options = parser.parse_args()
    _block_network()
    with throwaway_site(with_demo=True):
        import logging

        from tqdm import tqdm

        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        fuzz = Fuzz(options.seed)
        if options.only is not None:
            fuzz.walk(options.only)
        else:
            number = 0
            with tqdm(total=options.requests, unit=" requests", mininterval=5) as bar:
                while bar.n < options.requests:
                    bar.update(fuzz.walk(number))
                    number += 1
    return _print_report(fuzz, options)


def write_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _print_report(fuzz: Fuzz, options) -> int:
    for key, finding in sorted(fuzz.findings.items(), key=lambda entry: -entry[1]["times"]):
        write_line(f"{finding['times']} × {key}\n    {finding['request'][:600]}")
        write_line(f"    python -m tests.fuzz --seed {options.seed} --only {finding['walk']}")
        if options.only is not None:
            write_line(finding["trace"])
    counts = ", ".join(f"{status}: {number}" for status, number in sorted(fuzz.statuses.items(), key=str))
    wrong = sum(finding["times"] for finding in fuzz.findings.values())
    total = sum(fuzz.statuses.values())
    write_line(f"{total} requests to {len(fuzz.routes)} addresses, seed {options.seed}. {counts}.")
    write_line(f"{wrong} responses with status 500.")
    return 1 if wrong else 0


def _block_network() -> None:
    """Refuse all network connections, whatever address a form receives."""

    def refuse(self, address):
        raise OSError(f"no network access: {address}")

    socket.socket.connect = refuse


if __name__ == "__main__":
    sys.exit(main())
