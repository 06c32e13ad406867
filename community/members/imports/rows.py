"""What the lines of a directory say, once checked: only what is said, nothing for an empty cell."""

from dataclasses import dataclass, field

from website.core.normalisation import comparison_key, town_key

Names = tuple[str, str]
# Texts that say the same whatever their case, accents and punctuation.
LOOSE = {"first_name", "last_name", "job_title", "phone", "address", "city"}


def names_of(name: str, city: str) -> Names:
    """What makes two organisations the same: name and town, without case, accents and spaces."""
    return comparison_key(name), town_key(city)


def same(name: str, first, second) -> bool:
    """Whether two values of the field `name` say the same."""
    if name in LOOSE and first and second:
        compare = town_key if name == "city" else comparison_key
        return compare(first) == compare(second)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return set(first) == set(second)
    return first == second


@dataclass
class OrganisationEntry:
    """An organisation as one or more lines describe it; `said` holds values by field of the model.

    `identity` is the names of the organisation it is, once the whole file is known.
    """

    line: int
    name: str
    city: str = ""
    said: dict = field(default_factory=dict)
    identity: Names = ("", "")


@dataclass
class PersonEntry:
    """A person as one or more lines describe them; `email` is in lower case."""

    line: int
    email: str
    organisation: OrganisationEntry | None = None
    said: dict = field(default_factory=dict)


@dataclass(frozen=True)
class DirectoryRow:
    """One checked line: an organisation, a person, or a person of an organisation."""

    line: int
    organisation: OrganisationEntry | None
    person: PersonEntry | None


@dataclass
class Directory:
    """Each organisation and each person of a file once."""

    organisations: list[OrganisationEntry] = field(default_factory=list)
    people: list[PersonEntry] = field(default_factory=list)
