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
from website.demo.bench.talk import fill_talk
from website.events.actions import publish_calendar_entry
from website.events.models import EventPage

NUMBER = 2000
# So many topics for an event and a sheet.
TOPICS_EACH = 10


class Command(BaseCommand):
    help = "Makes thousands of events, sheets, topics and posts out of the demo's; does nothing where they are there."

    def add_arguments(self, parser):
        parser.add_argument("--here", action="store_true", required=True, help="yes, the database of these settings")
        parser.add_argument("--number", type=int, default=NUMBER, help="how many events, and how many sheets")

    def handle(self, *args, number, **options):
        with suppress(AlreadyFilled):
            load_demo("localhost", 443, lambda steps: tqdm(steps, desc="demo content", disable=None))
        self._fill("events", EventPage, number, move_event, publish_calendar_entry)
        self._fill("sheets", SheetPage, number, leave, leave)
        written = fill_talk(number * TOPICS_EACH, number, lambda steps: tqdm(steps, desc="topics", disable=None))
        self.stdout.write(f"topics: {written} written, {Topic.objects.count()} there with {Post.objects.count()} posts")

    def _fill(self, label, model, number, prepare, finish):
        try:
            written = fill_up(model, number, prepare, finish, lambda steps: tqdm(steps, desc=label, disable=None))
        except NothingToCopy as error:
            raise CommandError(f"There are no {label} to make more of.") from error
        self.stdout.write(f"{label}: {written} written, {model.objects.count()} there")


def move_event(event: EventPage, random: Random) -> None:
    """To another day, as long as before."""
    length = event.end_date_or_start - event.start_date
    event.start_date = timezone.localdate() + timedelta(days=random.randint(FIRST_DAY, LAST_DAY))
    event.end_date = event.start_date + length if event.end_date else None
    event.set_moments()


def leave(*args) -> None:
    """Sheets have nothing of this kind."""
