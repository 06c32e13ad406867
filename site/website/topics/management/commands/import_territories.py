from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from website.core.imports.commands import ImportCommand, with_progress
from website.core.imports.files import printable_name, read_bytes
from website.core.imports.outcomes import ImportOutcome, Refusal
from website.topics.enums import Country
from website.topics.imports import decoupage
from website.topics.imports.actions import import_territories, kept_names
from website.topics.imports.forms import check
from website.topics.imports.places import place
from website.topics.models import Territory

LIMIT = 64 * 1024**2


class Command(ImportCommand):
    help = (
        "Reads France's regions, departments and EPCI from the JSON files of npm @etalab/decoupage-administratif, "
        "in any order. communes.json is optional: it places more main towns and gives populations."
    )
    summary = gettext_noop(
        "%(read)d territories read: %(created)d created, %(changed)d changed, %(unchanged)d unchanged, 0 refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE.json")
        parser.add_argument("--rename", action="store_true", help="give known territories their official French names")
        super().add_arguments(parser)

    def files(self, options):
        return options["files"]

    def place(self, refusal: Refusal) -> str:
        return _("%(file)s, entry %(number)d") % {"file": refusal.file, "number": refusal.number}

    def run_import(self, options) -> ImportOutcome:
        edition = decoupage.parse([(printable_name(path), read_bytes(path, LIMIT)) for path in options["files"]])
        known = Territory.objects.official(Country.FRANCE).select_related("parent")
        forms, refusals = check(
            with_progress(edition.records, _("Checking")), {(found.kind, found.code) for found in known}
        )
        outcome = ImportOutcome(len(edition.records), refusals=refusals)
        outcome.notices = [
            _("%(file)s: nothing is imported from this file.") % {"file": file} for file in edition.skipped_files
        ]
        if not refusals:
            rows = place(with_progress(forms, _("Locating")), edition.communes, known)
            outcome.notices += [] if options["rename"] else kept_names(rows)
            outcome.tallies = import_territories(rows, rename=options["rename"], dry_run=options["dry_run"])
        return outcome
