"""Form field for a pasted list of people."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from community.joining.actions.lists import InvitationEntry

LIMIT = 200
# `Name <address>`, as mail programs write it. The name may contain commas.
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")


class AddressListField(forms.CharField):
    """Parses addresses with or without names, separated by commas, semicolons, spaces or lines.

    Returns a list of `InvitationEntry` without duplicates.
    """

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": LIMIT * 300, "widget": forms.Textarea({"rows": 10}), **kwargs})

    def clean(self, value):
        found = [entry for line in re.split(r"[\n\r;]", super().clean(value)) for entry in _entries(line)]
        entries = list({entry.email or entry.text: entry for entry in reversed(found)}.values())[::-1]
        if len(entries) > LIMIT:
            words = _("You entered %(number)d people. Invite up to %(limit)d at a time.")
            raise ValidationError(words % {"number": len(entries), "limit": LIMIT}, code="too_many")
        if not entries:
            raise ValidationError(self.error_messages["required"], code="required")
        return entries


def _entries(line: str):
    end = 0
    for match in _NAMED.finditer(line):
        end = match.end()
        bare, name = _split_name(match[1])
        yield from map(_entry, bare)
        if match[2].strip() or name:
            yield _entry(match[2].strip(), name)
    yield from map(_entry, filter(None, re.split(r"[\s,<>]+", line[end:])))


def _split_name(text: str) -> tuple[list[str], str]:
    """Return the bare addresses before a name, and the name."""
    words = re.split(r"([\s,]+)", text.strip(" \t,"))
    last = max((index for index, word in enumerate(words) if "@" in word), default=-1)
    bare = [word for word in words[: last + 1] if "@" in word]
    return bare, "".join(words[last + 1 :]).strip(" \t,\"'")


def _entry(text: str, name: str = "") -> InvitationEntry:
    full_text = f"{name} <{text}>" if name else text
    try:
        validate_email(text)
    except ValidationError:
        return InvitationEntry(full_text)
    last, comma, first = name.partition(",")
    if not comma:
        first, _space, last = name.partition(" ")
    return InvitationEntry(full_text, text.lower(), first.strip()[:150], last.strip()[:150])
