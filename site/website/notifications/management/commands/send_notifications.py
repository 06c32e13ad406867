from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.notifications.actions import send
from website.notifications.actions.digests import PEOPLE, send_digests
from website.notifications.models import Digest, Notification


class Command(BaseCommand):
    help = "Mails what the outbox still holds, for instance after the mail server was down."

    def handle(self, *args, **options):
        waiting = list(Notification.objects.due_at_once().order_by("pk").values_list("pk", flat=True))
        digests = list(Digest.objects.unsent().order_by("pk").values_list("pk", flat=True))
        total, sent = len(waiting) + len(digests), 0
        with tqdm(total=total, disable=None) as bar:
            for pk in waiting:
                sent += send(pk)
                bar.update()
            for start in range(0, len(digests), PEOPLE):
                batch = digests[start : start + PEOPLE]
                sent += send_digests(batch)
                bar.update(len(batch))
        self.stdout.write(f"{sent} of {total} sent.")
