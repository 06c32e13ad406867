"""What an import did, or would do, and why it refused what it refused."""

from dataclasses import dataclass, field

from django.forms import BaseForm


@dataclass(frozen=True)
class Refusal:
    """Why one line (or entry) of a file is not taken."""

    file: str
    number: int
    reason: str


@dataclass
class Tally:
    """How many rows of one kind an import has made, changed and left as they were."""

    label: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class ImportOutcome:
    """One run: `read` counts the file's rows, the tallies count the database's."""

    read: int
    tallies: list[Tally] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows; one may be refused for several reasons."""
        return len({(refusal.file, refusal.number) for refusal in self.refusals})

    def total(self, name: str) -> int:
        return sum(getattr(tally, name) for tally in self.tallies)


def reasons(form: BaseForm, headings: dict[str, str] | None = None) -> list[str]:
    """What is wrong with a bound form, each after the name of its field as the file has it."""
    found = []
    for name, errors in form.errors.items():
        label = (headings or {}).get(name) or (form.fields[name].label if name in form.fields else "")
        found += [f"{label}: {message}" if label else str(message) for message in errors]
    return found
