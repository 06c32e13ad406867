"""What an import did, or would do, and why it refused what it refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.forms import BaseForm

Progress = Callable[[Iterable, str], Iterable]


def unwatched(items: Iterable, label: str) -> Iterable:
    """The progress that shows nothing."""
    return items


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
class Outcome:
    """One run: `read` counts the file's rows, the tallies count the database's."""

    read: int
    tallies: list[Tally] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def total(self, name: str) -> int:
        return sum(getattr(tally, name) for tally in self.tallies)


def reason(form: BaseForm, headings: dict[str, str] | None = None) -> str:
    """A form's errors in a line, each after the name of its field as the file has it."""
    parts = []
    for name, errors in form.errors.items():
        label = (headings or {}).get(name) or (form.fields[name].label if name in form.fields else "")
        messages = " ".join(str(message) for message in errors)
        parts.append(f"{label}: {messages}" if label else messages)
    return " ".join(parts)
