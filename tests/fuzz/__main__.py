"""python -m tests.fuzz --requests 20000 --seed 1

Each walk visits one address as a visitor, a member or a coordinator, sends its forms, and leaves no trace. Its dice are
made of the seed and its number, so `--only NUMBER` repeats it. Ends with 1 if an answer was a 500.
"""

import argparse
import socket
import sys
import traceback
import warnings
from collections import Counter
from random import Random

from tests.throwaway import throwaway_site

FORMS_OF_A_PAGE = 3
WHO = {"visitor": None, "member": "amelie.weber@example.org", "coordinator": "claire.muller@example.org"}


class Fuzz:
    def __init__(self, seed: int):
        from django.core.signals import got_request_exception

        from tests.fuzz.addresses import Filling, routes

        self.seed, self.statuses, self.findings = seed, Counter(), {}
        self.routes, self.filling = routes(), Filling()
        self.sessions = {who: self._session(email) for who, email in WHO.items()}
        got_request_exception.connect(self._note_exception)
        self.exception = None
        self._make_renditions()

    def _session(self, email: str | None) -> str | None:
        from django.conf import settings
        from django.test import Client

        from website.accounts.models import User

        if email is None:
            return None
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _make_renditions(self) -> None:
        """What is made once and for all is made now: each walk takes back what it makes."""
        from django.conf import settings
        from django.test import Client

        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions["coordinator"]
        for address in [*self.filling.pages, "/cms/images/chooser/"]:
            client.get(address)
        # Nothing of the CMS would be tried by a coordinator who does not get in.
        if client.get("/cms/images/").status_code != 200:
            raise RuntimeError("The coordinator is not let into the CMS.")

    def _note_exception(self, sender, **kwargs):
        self.exception = sys.exc_info()[1]

    def walk(self, number: int) -> int:
        """How many requests it took."""
        from django.core.cache import cache
        from django.db import transaction

        cache.clear()
        dice = Random(f"{self.seed}-{number}")  # noqa: S311 - dice, no secrets
        with transaction.atomic():
            taken = self._visit(dice, number)
            transaction.set_rollback(True)
        return taken

    def _visit(self, dice: Random, number: int) -> int:
        from django.conf import settings
        from django.test import Client

        from tests.fuzz import bodies, values

        if dice.random() < 0.2:
            address = dice.choice(self.filling.pages)
        else:
            # Every address has its turn.
            address = self.filling.address(dice, self.routes[number % len(self.routes)])
        # Whoever has no role in the CMS sees nothing of it but its door.
        who = dice.choice([*WHO, *["coordinator"] * 12] if address.startswith("/cms/") else list(WHO))
        client = Client(raise_request_exception=False)
        if self.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        query, method = self.filling.query(dice), "GET" if dice.random() < 0.8 else dice.choice(values.METHODS)
        headers = {name: dice.choice(values.HEADERS[name]) for name in values.HEADERS if dice.random() < 0.04}
        data, kind = (b"", "") if method == "GET" else bodies.body(dice, {"x": [values.text(dice)]})
        response = self._ask(client, number, who, method, address, query, data, kind, headers)
        taken = 1
        if response is None or "html" not in response.get("Content-Type", "") or response.streaming:
            return taken
        forms = bodies.forms_of(response.content.decode(errors="replace"))
        for form in dice.sample(forms, min(FORMS_OF_A_PAGE, len(forms))):
            filled = bodies.filled_in(dice, form)
            target = form["action"].split("?")[0] or address
            if not target.startswith("/"):
                target = address
            if form["method"] == "post":
                data, kind = bodies.body(dice, filled)
                self._ask(client, number, who, "POST", target, "", data, kind, {})
            else:
                from urllib.parse import urlencode

                texts = [(name, value) for name, given in filled.items() for value in given if isinstance(value, str)]
                self._ask(client, number, who, "GET", target, urlencode(texts), b"", "", {})
            taken += 1
        return taken

    def _ask(self, client, number, who, method, address, query, data, kind, headers):
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
            self._find(number, f"{method} {address}{'?' if query else ''}{query} as {who}, {kind or 'no body'}")
        return response

    def _find(self, number: int, request: str) -> None:
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
    _stay_here()
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
    return _tell(fuzz, options)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _tell(fuzz: Fuzz, options) -> int:
    for key, finding in sorted(fuzz.findings.items(), key=lambda entry: -entry[1]["times"]):
        say(f"{finding['times']} × {key}\n    {finding['request'][:600]}")
        say(f"    python -m tests.fuzz --seed {options.seed} --only {finding['walk']}")
        if options.only is not None:
            say(finding["trace"])
    counts = ", ".join(f"{status}: {number}" for status, number in sorted(fuzz.statuses.items(), key=str))
    wrong = sum(finding["times"] for finding in fuzz.findings.values())
    total = sum(fuzz.statuses.values())
    say(f"{total} requests to {len(fuzz.routes)} addresses, seed {options.seed}. {counts}.")
    say(f"{wrong} answers of 500.")
    return 1 if wrong else 0


def _stay_here() -> None:
    """Nothing is asked of the network, whatever a form is told."""

    def refuse(self, address):
        raise OSError(f"not from here: {address}")

    socket.socket.connect = refuse


if __name__ == "__main__":
    sys.exit(main())
