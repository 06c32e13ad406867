from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.demo.actions import AlreadyFilled, content_hash, load_demo
from website.demo.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Loads the demo network into an empty site. Changes nothing if it is loaded already."

    def handle(self, *args, **options):
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        try:
            load_demo(address.hostname, port, lambda steps: tqdm(steps, desc="Demo content", disable=None))
        except AlreadyFilled:
            self.stdout.write("The demo content is already loaded. Nothing was changed.")
        self.stdout.write(f"The site: {settings.BASE_URL}/")
        self.stdout.write(f"Accounts (password of each: {PASSWORD}):")
        for role, email in ACCOUNTS.items():
            self.stdout.write(f"  {role:<12} {email}")
        self.stdout.write(f"Mail is written to {settings.EMAIL_FILE_PATH}")
        self.stdout.write(f"content {content_hash()}")
