from collections import Counter
from imaplib import IMAP4
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from imap_tools.errors import ImapToolsError
from tqdm import tqdm

from website.replies import mailboxes


class Command(BaseCommand):
    help = "Fetch replies from a Maildir or an IMAP folder. Run once a minute if there is no webhook."

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--maildir", type=Path, metavar="DIR")
        source.add_argument(
            "--imap",
            nargs="?",
            const=settings.REPLY_IMAP_URL,
            metavar="URL",
            help="imaps://user:password@host/folder; by default REPLY_IMAP_URL, which keeps the password out of the "
            "process list",
        )

    def handle(self, *, maildir, imap, **options):
        if maildir is not None and not all((maildir / name).is_dir() for name in ("new", "cur")):
            raise CommandError(f"{maildir} is not a Maildir: it has no folders new and cur.")
        mails = mailboxes.read_maildir(maildir) if maildir is not None else mailboxes.read_imap(imap)
        try:
            outcomes = Counter(tqdm(mails, disable=None))
        except (mailboxes.InvalidMailboxAddress, ImapToolsError, IMAP4.error, OSError) as error:
            raise CommandError(f"The mailbox could not be read: {error}") from None
        for outcome, number in sorted(outcomes.items()):
            self.stdout.write(f"{outcome}: {number}")
        if outcomes["failed"]:
            raise CommandError(f"{outcomes['failed']} could not be handled and stay in the mailbox.")
