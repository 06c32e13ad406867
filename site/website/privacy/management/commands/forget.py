from django.core.management.base import BaseCommand
from django.utils import timezone

from website.privacy.actions import delete_expired_data


class Command(BaseCommand):
    help = "Delete personal data whose retention period has passed. Run once a day."

    def handle(self, **options):
        for name, number in delete_expired_data(timezone.now()).items():
            if number:
                self.stdout.write(f"{name}: {number}")
