from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.core.actions import rebuild_reader_versions


class Command(BaseCommand):
    help = "Checks which version of each text the readers of each language are shown, and corrects what is wrong."

    def handle(self, *args, **options):
        texts, wrong = rebuild_reader_versions(lambda batches: tqdm(batches, disable=None))
        self.stdout.write(f"{texts} texts checked, {wrong} were wrong and are corrected.")
