from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.notifications.actions import send
from website.notifications.models import Notification


class Command(BaseCommand):
    help = "Mails what the outbox still holds, for instance after the mail server was down."

    def handle(self, *args, **options):
        waiting = list(Notification.objects.unsent().order_by("pk").values_list("pk", flat=True))
        sent = sum(send(pk) for pk in tqdm(waiting, disable=None))
        self.stdout.write(f"{sent} of {len(waiting)} sent.")
