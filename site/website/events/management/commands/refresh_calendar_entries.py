from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.events.actions import refresh_calendar_entry
from website.events.models import EventPage


class Command(BaseCommand):
    help = "Renders what calendars are told of each event anew: after BASE_URL has changed, or a translation."

    def handle(self, *args, **options):
        pages = EventPage.objects.live().for_calendar()
        shown = tqdm(pages.iterator(chunk_size=500), desc="Events", total=pages.count(), disable=None, leave=False)
        changed = sum(map(refresh_calendar_entry, shown))
        self.stdout.write(f"{changed} calendar entries changed.")
