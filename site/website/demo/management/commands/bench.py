from contextlib import ExitStack
from statistics import median

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from website.demo.bench.client import clients, request_for, timed_request
from website.demo.bench.database import NoServer, make_database
from website.demo.bench.figures import table
from website.demo.bench.measures import Measure, measures
from website.demo.bench.servers import WORKERS, served

CLIENTS = 4
ROUNDS = 4
SECONDS = 1.0
LEGEND = """
A bare view: {bare:.0f} requests/s. It is served like the site, by {workers} sync workers, and measured in turns with it.
p50 and p95 are the times of a single client, requests/s the rate of {clients} clients: medians of {rounds} rounds.
"First reading" and "made anew": nothing of the response is cached yet.
"""


class Command(BaseCommand):
    help = "Measures the main pages, and compares them with a bare Django view that is served the same way."

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of measurements")

    def handle(self, *args, rounds, **options):
        if connection.vendor != "postgresql":
            raise CommandError("The figures are those of PostgreSQL and the production settings: call make bench.")
        try:
            make_database()
        except NoServer as error:
            raise CommandError(
                f"PostgreSQL does not answer ({error}): start it, or name another with BENCH_DATABASE_URL."
            ) from error
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("fill_bench", "--here", stdout=self.stdout)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        selected = measures()
        for measure in selected:
            measure.count_statements()
        connection.close()
        bare = self._measure(selected, rounds)
        self.stdout.write(table([measure.figure for measure in selected]))
        self.stdout.write(LEGEND.format(bare=bare, workers=WORKERS, seconds=SECONDS, clients=CLIENTS, rounds=rounds))

    def _measure(self, selected: list[Measure], rounds: int) -> float:
        """Fill the figures, and return the bare view's median requests per second."""
        with ExitStack() as stack:
            bare = stack.enter_context(served("website.demo.bench.bare"))
            site = stack.enter_context(served("website.wsgi"))
            pool = stack.enter_context(clients(CLIENTS))
            bare_batches = [[request_for("/")]] * CLIENTS
            pool.rate(bare, bare_batches, 200, SECONDS)
            for measure in selected:
                pool.rate(site, self._batches(measure), measure.status, SECONDS)
            rates = []
            for _round in tqdm(range(rounds), desc="rounds", disable=None):
                for measure in selected:
                    rates.append(pool.rate(bare, bare_batches, 200, SECONDS))
                    own = pool.rate(site, self._batches(measure), measure.status, SECONDS)
                    measure.figure.rates.append((own, rates[-1]))
                    measure.figure.times += timed_request(site, measure.batch(), measure.status, SECONDS)
        return median(rates)

    @staticmethod
    def _batches(measure: Measure) -> list[list[bytes]]:
        return [measure.batch() for _client in range(CLIENTS)]
