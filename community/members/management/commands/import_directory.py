from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from community.members.imports.actions import Defaults, import_directory
from community.members.imports.duplicates import Merger
from community.members.imports.lines import check_line, unused_fields
from community.members.imports.lookups import load_vocabularies
from community.members.imports.rows import DirectoryRow, organisation_key
from community.members.imports.tables import nearest_heading, read_table
from website.core.imports.commands import ImportCommand, with_progress
from website.core.imports.files import printable_name, read_bytes
from website.core.imports.outcomes import ImportOutcome
from website.topics.enums import Country, OrganisationKind
from website.topics.models import Organisation

LIMIT = 16 * 1024**2


class Command(ImportCommand):
    help = (
        "Reads organisations and members from a spreadsheet saved as CSV, with French, German, Dutch or English "
        "headings. An organisation is known by name and town, a person by e-mail address; empty cells change nothing."
    )
    summary = gettext_noop(
        "%(read)d rows read: %(created)d created, %(changed)d changed, %(unchanged)d unchanged, 0 refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument(
            "--country",
            default=Country.FRANCE.value,
            choices=Country.values,
            help="country of organisations that do not name one",
        )
        parser.add_argument(
            "--kind", default="", choices=OrganisationKind.values, help="kind of new organisations that do not name one"
        )
        super().add_arguments(parser)

    def files(self, options):
        return [options["file"]]

    def run_import(self, options) -> ImportOutcome:
        defaults = Defaults(options["country"], options["kind"])
        table = read_table(printable_name(options["file"]), read_bytes(options["file"], LIMIT))
        outcome = ImportOutcome(len(table.lines) + len(table.refusals), refusals=table.refusals)
        outcome.notices = [_ignored(heading) for heading in table.ignored]
        vocabularies = load_vocabularies()
        rows = []
        for line in with_progress(table.lines, _("Checking")):
            row = check_line(line, table, vocabularies, defaults.country)
            if not isinstance(row, DirectoryRow):
                outcome.refusals.append(row)
                continue
            rows.append(row)
            if names := unused_fields(line, row):
                headings = ", ".join(table.headings[name] for name in names)
                message = _("line %(line)d: ignored because it does not say who it belongs to: %(headings)s")
                outcome.notices.append(message % {"line": line.number, "headings": headings})
        known = {organisation_key(*row) for row in Organisation.objects.values_list("name", "city")}
        merger = Merger(table.file, rows, known, table.headings)
        outcome.refusals += merger.refusals + ([] if defaults.kind else merger.without_kind())
        outcome.refusals.sort(key=lambda refusal: refusal.number)
        if not outcome.refusals:
            outcome.tallies = import_directory(merger.directory(), defaults=defaults, dry_run=options["dry_run"])
        return outcome


def _ignored(heading: str) -> str:
    close = nearest_heading(heading)
    if close:
        message = _("The column “%(heading)s” is not imported. A similar known heading is “%(nearest)s”.")
        return message % {"heading": heading, "nearest": close}
    return _("The column “%(heading)s” is not imported.") % {"heading": heading}
