from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.events.actions import refresh_calendar_entry
from website.events.models import EventPage


class Command(BaseCommand):
    help = "Renders all calendar entries again. Run it after BASE_URL or a translation has changed."

    def handle(self, *args, **options):
        pages = EventPage.objects.live().for_calendar()
        progress = tqdm(pages.iterator(chunk_size=500), desc="Events", total=pages.count(), disable=None, leave=False)
        changed = sum(map(refresh_calendar_entry, progress))
        self.stdout.write(f"{changed} calendar entries changed.")
