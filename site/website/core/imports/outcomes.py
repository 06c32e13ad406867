"""The outcome of an import: what it did, or would do in a dry run, and what it refused."""

from dataclasses import dataclass, field

from django.forms import BaseForm


@dataclass(frozen=True)
class Refusal:
    """The reason why one line (or entry) of a file is refused."""

    file: str
    number: int
    reason: str


@dataclass
class Tally:
    """How many rows of one kind an import created, changed and left unchanged."""

    label: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class ImportOutcome:
    """The outcome of one run. `read` counts rows of the file, the tallies count rows of the database."""

    read: int
    tallies: list[Tally] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """The number of refused rows; one may be refused for several reasons."""
        return len({(refusal.file, refusal.number) for refusal in self.refusals})

    def total(self, name: str) -> int:
        return sum(getattr(tally, name) for tally in self.tallies)


def reasons(form: BaseForm, headings: dict[str, str] | None = None) -> list[str]:
    """Return the errors of a bound form. Each begins with its field's heading in the file, or else its label."""
    found = []
    for name, errors in form.errors.items():
        label = (headings or {}).get(name) or (form.fields[name].label if name in form.fields else "")
        found += [f"{label}: {message}" if label else str(message) for message in errors]
    return found
