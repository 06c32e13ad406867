"""What the official files say, as plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Commune:
    """`code` is the INSEE code, `population` the municipal one or None."""

    code: str
    name: str
    population: int | None

    @property
    def department(self) -> str:
        """The code of its department: two characters, three overseas."""
        return self.code[:3] if self.code.startswith(("97", "98")) else self.code[:2]


@dataclass(frozen=True)
class TerritoryRecord:
    """One entry as the file has it, not checked. `seat` is the INSEE code of its main town, where said."""

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
    """One checked entry. `parent_code` names a row of the level above, "" where it has none."""

    kind: str
    code: str
    name: str
    parent_code: str = ""
    population: int | None = None
    member_codes: list[str] = field(default_factory=list)
    point: tuple[float, float] | None = None


@dataclass
class Edition:
    """Everything the files of one edition hold. `passed_over` names files that are known but not imported."""

    records: list[TerritoryRecord] = field(default_factory=list)
    communes: dict[str, Commune] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
