"""The content of the official files as plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Commune:
    """A commune. `code` is the INSEE code, `population` the municipal population or None."""

    code: str
    name: str
    population: int | None

    @property
    def department(self) -> str:
        """The code of its department: two characters, or three overseas."""
        return self.code[:3] if self.code.startswith(("97", "98")) else self.code[:2]


@dataclass(frozen=True)
class TerritoryRecord:
    """One unchecked entry of a file. `seat` is the INSEE code of its main town, if given."""

    file: str
    number: int
    kind: str
    code: str
    name: str
    parent_code: str = ""
    population: object = None
    seat: str = ""
    members: tuple[Commune, ...] = ()


@dataclass(frozen=True)
class TerritoryRow:
    """One checked entry. `parent_code` is the code of a row of the level above, or empty."""

    kind: str
    code: str
    name: str
    parent_code: str = ""
    population: int | None = None
    member_codes: list[str] = field(default_factory=list)
    point: tuple[float, float] | None = None


@dataclass
class Edition:
    """The content of the files. `skipped_files` names files that are recognised but not imported."""

    records: list[TerritoryRecord] = field(default_factory=list)
    communes: dict[str, Commune] = field(default_factory=dict)
    skipped_files: list[str] = field(default_factory=list)
