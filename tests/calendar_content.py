"""A lenient reader of RFC 5545 content lines and components, for the linter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKEN = r"[A-Za-z0-9-]+"
PARAMETER_VALUE = r'(?:"[^"]*"|[^";:,]*)'
PARAMETER = rf";({TOKEN})=({PARAMETER_VALUE}(?:,{PARAMETER_VALUE})*)"
CONTENT_LINE = re.compile(rf"({TOKEN})((?:{PARAMETER})*):(.*)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def form(self) -> tuple[str, str, bool]:
        """The type, time zone and UTC flag, which DTSTART, EXDATE and RECURRENCE-ID of one event must share."""
        kind = self.parameters.get("VALUE", "DATE-TIME")
        return kind, self.parameters.get("TZID", ""), self.value.endswith("Z")


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def named(self, name: str) -> list["Component"]:
        return [part for part in self.parts if part.name == name]

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def get(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        line = self.get(name)
        return line.value if line else ""


def read(data: bytes) -> tuple[Component, list[str]]:
    """Return the content of the file, as parts of a nameless component, and its structural faults."""
    root, faults = Component(""), []
    open_components = [root]
    for number, content in enumerate(_content_lines(data), start=1):
        match = CONTENT_LINE.fullmatch(content)
        if match is None:
            faults.append(f"content line {number}: not NAME;PARAMETERS:VALUE")
            continue
        name, value = match[1].upper(), match.groups()[-1]
        innermost = open_components[-1]
        if name == "BEGIN":
            innermost.parts.append(Component(value.upper()))
            open_components.append(innermost.parts[-1])
        elif name == "END":
            if innermost is root or innermost.name != value.upper():
                faults.append(f"content line {number}: END:{value} without its BEGIN")
                continue
            open_components.pop()
        else:
            if innermost.parts and innermost is not root:
                faults.append(f"{innermost.name}: {name} is after a component")
            found = re.findall(PARAMETER, match[2])
            parameters = {key.upper(): text.strip('"') for key, text in found}
            innermost.lines.append(Line(name, parameters, value))
    return root, faults + [f"{component.name} has no END" for component in open_components[1:]]


def _content_lines(data: bytes) -> list[str]:
    text = unfold(data).decode(errors="replace").removeprefix("\ufeff")
    lines = re.split(r"\r\n|\n|\r", text)
    return lines if lines[-1] else lines[:-1]


def unfold(data: bytes) -> bytes:
    return re.sub(rb"(?:\r\n|\n|\r)[ \t]", b"", data)


def all_lines(components: list[Component]) -> Iterator[Line]:
    """Yield the lines of components and their parts; not recursive, since a broken file may nest thousands of levels."""
    waiting = list(components)
    while waiting:
        component = waiting.pop()
        yield from component.lines
        waiting += component.parts


def moment_of(line: Line) -> datetime | date | None:
    """Return the date or time of the line, or None if value, type and zone do not match."""
    kind, zone_name, is_utc = line.form
    is_date = kind == "DATE"
    pattern, layout = (r"\d{8}", "%Y%m%d") if is_date else (r"\d{8}T\d{6}Z?", "%Y%m%dT%H%M%S")
    zone = UTC if is_utc else zone_named(zone_name)
    if not re.fullmatch(pattern, line.value, re.ASCII) or (zone_name and (is_utc or is_date)):
        return None
    if zone_name and zone is None:
        return None
    try:
        moment = datetime.strptime(line.value.removesuffix("Z"), layout).replace(tzinfo=zone)
    except ValueError:
        return None
    return moment.date() if is_date else moment


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
