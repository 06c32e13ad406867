from django.core.management.base import BaseCommand, CommandError

from website.accounts.models import User
from website.privacy.actions import erase_account


class Command(BaseCommand):
    help = "Erase the account of a person who asked for it, for instance by letter or telephone."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="ADDRESS")
        parser.add_argument("--with-texts", action="store_true", help="remove their published texts too")

    def handle(self, email, with_texts, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        erase_account(user, wants_removal=with_texts)
        self.stdout.write(f"The account of {email} is erased.")
