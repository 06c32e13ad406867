"""What an organisation says, as plain JSON: to compare, to keep in a proposal, to show side by side.

Rows that it points to are their keys, many of them a sorted list.
"""

import json
from hashlib import sha256

from django.db.models import ManyToManyField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from website.topics.models import Language, Organisation, Sector, Territory

FIELDS = (
    "name", "kind", "sector", "nace_code", "description", "description_language", "languages",
    "territory", "country", "address", "postal_code", "city", "latitude", "longitude",
    "website", "email", "phone",
)  # fmt: skip
# The fields whose values are keys of rows.
REFERENCED = {"sector": Sector, "territory": Territory, "languages": Language}
_HANDLES = {name: Organisation._meta.get_field(name) for name in FIELDS}


def snapshot(organisation: Organisation) -> dict:
    """Each field's value."""
    return {
        name: sorted(row.pk for row in organisation.languages.all())
        if isinstance(field, ManyToManyField)
        else field.value_from_object(organisation)
        for name, field in _HANDLES.items()
    }


def differences(before: dict, after: dict) -> dict:
    """The fields that differ, each with what stood `before` and what stands `after`."""
    return {name: {"before": before[name], "after": after[name]} for name in FIELDS if before[name] != after.get(name)}


def fingerprint(values: dict) -> str:
    """Changes with the values: tells whether somebody has seen them as they are."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def apply_changes(organisation: Organisation, values: dict) -> None:
    """Give a row these values and save it."""
    for name, value in values.items():
        if not isinstance(_HANDLES[name], ManyToManyField):
            setattr(organisation, _HANDLES[name].attname, value)
    organisation.save()
    if "languages" in values:
        organisation.languages.set(values["languages"])


def describe_changes(changes: dict, now: dict) -> dict:
    """For `components/table.html`: what stood there, what stands there where that is something else, what shall."""
    names = _names(changes, now)
    has_moved = any(now[name] != change["before"] for name, change in changes.items())
    columns = [_("Field"), _("So far"), *([_("Now")] if has_moved else []), pgettext("a change", "Proposed")]
    rows = []
    # JSON of a database keeps no order.
    for name in sorted(changes, key=FIELDS.index):
        change = changes[name]
        values = [change["before"], *([now[name]] if has_moved else []), change["after"]]
        label = str(_HANDLES[name].verbose_name)
        rows.append(
            [{"text": label[:1].upper() + label[1:]}, *({"text": _words(name, value, names)} for value in values)]
        )
    return {"columns": [{"label": label} for label in columns], "rows": rows, "has_moved": has_moved}


def _names(changes: dict, now: dict) -> dict:
    """The names of the rows that fields point to, by field and key: a statement for each such field."""
    names = {}
    for name in changes.keys() & REFERENCED.keys():
        keys = set()
        for value in (changes[name]["before"], now[name], changes[name]["after"]):
            keys |= set(value if isinstance(value, list) else [value])
        names[name] = {row.pk: str(row) for row in REFERENCED[name].objects.filter(pk__in=keys - {None})}
    return names


def _words(name: str, value, names: dict) -> str:
    if value in (None, "", []):
        return "–"
    if name in names:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(names[name].get(key, "–") for key in keys)
    choices = dict(_HANDLES[name].flatchoices)
    return str(choices.get(value, value))
