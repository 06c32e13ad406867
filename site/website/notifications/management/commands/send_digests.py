from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from website.notifications.actions.digests import send_digests, write_digests


class Command(BaseCommand):
    help = "Send digests to everybody for whom seven o'clock has passed. Run every hour."

    def handle(self, *args, **options):
        written = sent = 0
        with tqdm(disable=None, unit=" digests") as bar:
            for pks in write_digests(timezone.now()):
                sent += send_digests(pks)
                written += len(pks)
                bar.update(len(pks))
        self.stdout.write(f"{sent} of {written} sent.")
