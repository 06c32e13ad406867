"""Measured figures, their goals, and the table that shows both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

HEADINGS = ("", "statements", "p50 ms", "p95 ms", "requests/s", "of the bare view", "goal", "met")


@dataclass(frozen=True)
class Goal:
    """Fewer than `statements`, at least `share` of the bare view's requests per second, at most `milliseconds`."""

    statements: int | None = None
    share: float | None = None
    milliseconds: float | None = None

    def __str__(self):
        parts = (
            self.statements is not None and f"< {self.statements} statements",
            self.share is not None and f"≥ {self.share:.1%}",
            self.milliseconds is not None and f"≤ {self.milliseconds:.0f} ms",
        )
        return ", ".join(filter(None, parts))


@dataclass
class Figure:
    """The measurements of one URL.

    `times` are the seconds a single client waited. `rates` are pairs of requests per second, of the URL and of the bare
    view, measured directly after each other.
    """

    name: str
    goal: Goal
    statements: int = 0
    times: list[float] = field(default_factory=list)
    rates: list[tuple[float, float]] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """Return the median time in milliseconds."""
        return median(self.times) * 1000

    @property
    def p95(self) -> float:
        """Return the 95th percentile in milliseconds."""
        return sorted(self.times)[max(ceil(len(self.times) * 0.95) - 1, 0)] * 1000

    @property
    def rate(self) -> float:
        return median(own for own, _bare in self.rates)

    @property
    def share(self) -> float:
        """Return the share of the bare view's rate, by pairs, so that a slow moment of the machine affects both."""
        return median(own / bare for own, bare in self.rates)

    @property
    def is_met(self) -> bool:
        goal = self.goal
        return (
            (goal.statements is None or self.statements < goal.statements)
            and (goal.share is None or self.share >= goal.share)
            and (goal.milliseconds is None or self.p50 <= goal.milliseconds)
        )


def table(figures: Sequence[Figure]) -> str:
    """Return a text table with one line per figure below the headings."""
    rows = [HEADINGS, *map(_cells, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        str(figure.statements),
        f"{figure.p50:.1f}",
        f"{figure.p95:.1f}",
        f"{figure.rate:.1f}",
        f"{figure.share:.2%}",
        str(figure.goal),
        "yes" if figure.is_met else "no",
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Align names and goals to the left, numbers to the right."""
    cells = [
        cell.rjust(width) if 0 < position < 6 else cell.ljust(width)
        for position, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
