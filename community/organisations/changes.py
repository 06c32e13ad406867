"""The values of an organisation as plain JSON, to compare, store in a proposal and show side by side.

Related rows are represented by their primary keys, many-to-many relations by sorted lists of them.
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
# Fields whose values are primary keys.
REFERENCED = {"sector": Sector, "territory": Territory, "languages": Language}
_MODEL_FIELDS = {name: Organisation._meta.get_field(name) for name in FIELDS}


def snapshot(organisation: Organisation) -> dict:
    """Return the values by field."""
    return {
        name: sorted(row.pk for row in organisation.languages.all())
        if isinstance(field, ManyToManyField)
        else field.value_from_object(organisation)
        for name, field in _MODEL_FIELDS.items()
    }


def differences(before: dict, after: dict) -> dict:
    """Return the fields that differ, with their values `before` and `after`."""
    return {name: {"before": before[name], "after": after[name]} for name in FIELDS if before[name] != after.get(name)}


def fingerprint(values: dict) -> str:
    """Return a short hash of the values, to detect changes since they were displayed."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def apply_changes(organisation: Organisation, values: dict) -> None:
    """Set these values on the organisation and save it."""
    for name, value in values.items():
        if not isinstance(_MODEL_FIELDS[name], ManyToManyField):
            setattr(organisation, _MODEL_FIELDS[name].attname, value)
    organisation.save()
    if "languages" in values:
        organisation.languages.set(values["languages"])


def describe_changes(changes: dict, current: dict) -> dict:
    """Return the context of `components/table.html`, with columns for the old, current and proposed values.

    The column for current values is left out if they are the old values.
    """
    names = _names(changes, current)
    has_changed = any(current[name] != change["before"] for name, change in changes.items())
    columns = [_("Field"), _("Before"), *([_("Now")] if has_changed else []), pgettext("a change", "Proposed")]
    rows = []
    # A JSON field does not preserve the order of keys.
    for name in sorted(changes, key=FIELDS.index):
        change = changes[name]
        values = [change["before"], *([current[name]] if has_changed else []), change["after"]]
        label = str(_MODEL_FIELDS[name].verbose_name)
        rows.append(
            [{"text": label[:1].upper() + label[1:]}, *({"text": _format(name, value, names)} for value in values)]
        )
    return {"columns": [{"label": label} for label in columns], "rows": rows, "has_changed": has_changed}


def _names(changes: dict, current: dict) -> dict:
    """Return the names of related rows by field and primary key, with one query for each field."""
    names = {}
    for name in changes.keys() & REFERENCED.keys():
        keys = set()
        for value in (changes[name]["before"], current[name], changes[name]["after"]):
            keys |= set(value if isinstance(value, list) else [value])
        names[name] = {row.pk: str(row) for row in REFERENCED[name].objects.filter(pk__in=keys - {None})}
    return names


def _format(name: str, value, names: dict) -> str:
    if value in (None, "", []):
        return "–"
    if name in names:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(names[name].get(key, "–") for key in keys)
    choices = dict(_MODEL_FIELDS[name].flatchoices)
    return str(choices.get(value, value))
