from django.core.management.base import BaseCommand
from tqdm import tqdm

from website.notifications.actions import send
from website.notifications.actions.digests import BATCH_SIZE, send_digests
from website.notifications.models import Digest, Notification


class Command(BaseCommand):
    help = "Send the mails that are still in the outbox, for instance after the mail server was down."

    def handle(self, *args, **options):
        pending = list(Notification.objects.due_at_once().order_by("pk").values_list("pk", flat=True))
        digests = list(Digest.objects.unsent().order_by("pk").values_list("pk", flat=True))
        total, sent = len(pending) + len(digests), 0
        with tqdm(total=total, disable=None) as bar:
            for pk in pending:
                sent += send(pk)
                bar.update()
            for start in range(0, len(digests), BATCH_SIZE):
                batch = digests[start : start + BATCH_SIZE]
                sent += send_digests(batch)
                bar.update(len(batch))
        self.stdout.write(f"{sent} of {total} sent.")
