"""Base class of management commands that import files."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from website.core.imports.files import FileRefusedError, printable_name
from website.core.imports.outcomes import ImportOutcome, Refusal


def with_progress(items, label: str):
    """Return `items` with a progress bar, which is hidden without a terminal."""
    return tqdm(items, desc=label, disable=None, leave=False)


class ImportCommand(BaseCommand):
    """Read files, write all rows or none, and report each refused line.

    A subclass defines `summary`, `files` and `run_import`, which reads, checks and, unless it is a dry run, writes.
    The exit status is 1 if any line is refused.
    """

    # A msgid with %(read)d %(created)d %(changed)d %(unchanged)d; scripts parse these numbers.
    summary: str

    def run_import(self, options) -> ImportOutcome:
        raise NotImplementedError

    def place(self, refusal: Refusal) -> str:
        return _("line %(number)d") % {"number": refusal.number}

    def files(self, options) -> list[str]:
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--report", metavar="FILE.csv", help="write the refused rows to this file")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="the language of the messages",
        )

    def handle(self, *args, **options):
        with translation.override(options["language"]):
            try:
                # First, so that nothing is imported if the report cannot be written.
                self._write_report(options, [])
                outcome = self.run_import(options)
                self._write_report(options, outcome.refusals)
            except FileRefusedError as refused:
                raise CommandError(str(refused)) from refused
            except IntegrityError as error:
                message = _(
                    "Someone else changed the same rows at the same time. Nothing was written. Run the command again."
                )
                raise CommandError(message) from error
            for notice in outcome.notices:
                self.stdout.write(notice)
            for refusal in outcome.refusals:
                self.stdout.write(f"{self.place(refusal)}: {refusal.reason}")
            self._conclude(outcome, options)

    def _write_report(self, options, refusals: list[Refusal]) -> None:
        path = options["report"]
        if not path:
            return
        try:
            if any(Path(path).resolve() == Path(file).resolve() for file in self.files(options)):
                raise FileRefusedError(_("The report would overwrite %(file)s.") % {"file": printable_name(path)})
            with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
                report = csv.writer(file, delimiter=";")
                report.writerow([_("File"), _("Line"), _("Reason")])
                report.writerows([refusal.file, refusal.number, refusal.reason] for refusal in refusals)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            message = _("%(file)s cannot be written: %(reason)s.") % {"file": printable_name(path), "reason": why}
            raise FileRefusedError(message) from error

    def _conclude(self, outcome: ImportOutcome, options) -> None:
        if outcome.refusals:
            numbers = {"read": outcome.read, "refused": outcome.refused}
            raise CommandError(_("%(read)d read, %(refused)d refused. Nothing was written.") % numbers)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written. These changes would be made:"))
        for tally in outcome.tallies:
            counts = {"created": tally.created, "changed": tally.changed, "unchanged": tally.unchanged}
            line = _("%(created)d created, %(changed)d changed, %(unchanged)d unchanged") % counts
            self.stdout.write(f"{tally.label}: {line}")
        totals = {name: outcome.total(name) for name in ("created", "changed", "unchanged")}
        self.stdout.write(_(self.summary) % {"read": outcome.read, **totals})
