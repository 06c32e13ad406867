from contextlib import suppress
from datetime import timedelta
from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from community.forum.models import Post, Topic
from experiences.sheets.models import SheetPage
from website.demo.actions import AlreadyFilled, load_demo
from website.demo.bench.copies import FIRST_DAY, LAST_DAY, NothingToCopy, fill_up
from website.demo.bench.topics import fill_topics
from website.events.actions import publish_calendar_entry
from website.events.models import EventPage

NUMBER = 2000
# The number of topics per event.
TOPICS_EACH = 10


class Command(BaseCommand):
    help = "Copies the events, sheets, topics and posts of the demo until there are thousands. Idempotent."

    def add_arguments(self, parser):
        parser.add_argument("--here", action="store_true", required=True, help="fill the configured database")
        parser.add_argument("--number", type=int, default=NUMBER, help="how many events, and how many sheets")

    def handle(self, *args, number, **options):
        with suppress(AlreadyFilled):
            load_demo("localhost", 443, lambda steps: tqdm(steps, desc="demo content", disable=None))
        self._fill("events", EventPage, number, move_event, publish_calendar_entry)
        self._fill("sheets", SheetPage, number, do_nothing, do_nothing)
        written = fill_topics(number * TOPICS_EACH, number, lambda steps: tqdm(steps, desc="topics", disable=None))
        self.stdout.write(f"topics: {written} written, {Topic.objects.count()} there with {Post.objects.count()} posts")

    def _fill(self, label, model, number, prepare, finish):
        try:
            written = fill_up(model, number, prepare, finish, lambda steps: tqdm(steps, desc=label, disable=None))
        except NothingToCopy as error:
            raise CommandError(f"There are no {label} to copy.") from error
        self.stdout.write(f"{label}: {written} written, {model.objects.count()} there")


def move_event(event: EventPage, random: Random) -> None:
    """Move an event to another day without changing its length."""
    length = event.end_date_or_start - event.start_date
    event.start_date = timezone.localdate() + timedelta(days=random.randint(FIRST_DAY, LAST_DAY))
    event.end_date = event.start_date + length if event.end_date else None
    event.set_moments()


def do_nothing(*args) -> None:
    """Do nothing: sheets need neither new dates nor derived rows."""
