from django.core.management.base import BaseCommand

from website.home.actions import set_up_site


class Command(BaseCommand):
    help = "Creates locales, page trees, vocabularies, groups and the workflow in an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="localhost")
        parser.add_argument("--port", type=int, default=80)

    def handle(self, *args, **options):
        set_up_site(options["host"], options["port"])
        self.stdout.write("The site is set up.")
