import json

from django.core.management.base import BaseCommand, CommandError

from website.maps.outline import OUTLINE, make_outline


class Command(BaseCommand):
    help = "Makes the base map of the site's maps from countries-10m.json of npm world-atlas 2.0.2."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="COUNTRIES-10M.json")
        parser.add_argument("--output", default=OUTLINE, help="output file; by default outline.json of the app")

    def handle(self, *args, **options):
        try:
            with open(options["file"], encoding="utf-8") as file:
                outline = make_outline(json.load(file))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']} is not a file of world-atlas: {error!r}") from error
        compact = {"ensure_ascii": False, "separators": (",", ":")}
        lines = ",\n".join(json.dumps(country, **compact) for country in outline["countries"])
        text = f'{{"source":{json.dumps(outline["source"])},"countries":[\n{lines}\n]}}\n'
        with open(options["output"], "w", encoding="utf-8") as file:
            file.write(text)
        names = ", ".join(country["name"] for country in outline["countries"])
        self.stdout.write(f"{names}: {len(text.encode()) // 1024} KB written to {options['output']}.")
