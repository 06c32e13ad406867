"""The validated content of the lines of a directory. Empty cells have no values."""

from dataclasses import dataclass, field

from website.core.normalisation import comparison_key, town_key

OrganisationKey = tuple[str, str]
# Fields compared without case, accents and punctuation.
NORMALISED_FIELDS = {"first_name", "last_name", "job_title", "phone", "address", "city"}


def organisation_key(name: str, city: str) -> OrganisationKey:
    """Return the key by which organisations are matched: name and town without case, accents and spaces."""
    return comparison_key(name), town_key(city)


def values_match(name: str, first, second) -> bool:
    """Return whether two values of the field `name` are equivalent."""
    if name in NORMALISED_FIELDS and first and second:
        compare = town_key if name == "city" else comparison_key
        return compare(first) == compare(second)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return set(first) == set(second)
    return first == second


@dataclass
class OrganisationEntry:
    """An organisation described by one or more lines. `values` are keyed by model field.

    `key` is set by `duplicates.Merger`, which knows the whole file.
    """

    line: int
    name: str
    city: str = ""
    values: dict = field(default_factory=dict)
    key: OrganisationKey = ("", "")


@dataclass
class PersonEntry:
    """A person described by one or more lines. `email` is in lower case."""

    line: int
    email: str
    organisation: OrganisationEntry | None = None
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class DirectoryRow:
    """A validated line: an organisation, a person, or a person of an organisation."""

    line: int
    organisation: OrganisationEntry | None
    person: PersonEntry | None


@dataclass
class Directory:
    """The merged organisations and people of a file."""

    organisations: list[OrganisationEntry] = field(default_factory=list)
    people: list[PersonEntry] = field(default_factory=list)
