"""Form fields that accept the usual ways of writing numbers, keywords and codes."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from website.topics.models import Resource

MAX_KEYWORDS = 15
MAX_KEYWORD_LENGTH = 50
SPACES = re.compile(r"[\s'’]")
THOUSANDS_IN_DOTS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+")
THOUSANDS_IN_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+")
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?|-?\.[0-9]+")


def plain_number(text: str, language: str) -> str:
    """Return `1 250,5`, `1.250,5`, `1,250.5` or `1250.5` as `1250.5`, and text that is not a number unchanged.

    A single separator followed by three digits is ambiguous. It is a thousands separator if it is a dot in German or
    Dutch or a comma in English, and a decimal separator otherwise.
    """
    bare = SPACES.sub("", text)
    if "," in bare and "." in bare:
        group = "," if bare.rindex(",") < bare.rindex(".") else "."
    elif language in ("de", "nl") and THOUSANDS_IN_DOTS.fullmatch(bare):
        group = "."
    elif language == "en" and THOUSANDS_IN_COMMAS.fullmatch(bare):
        group = ","
    else:
        group = ""
    number = (bare.replace(group, "") if group else bare).replace(",", ".")
    return number if PLAIN.fullmatch(number) else text


class AmountField(forms.DecimalField):
    """A decimal number in any of the site's languages, with or without thousands separators."""

    def __init__(self, **kwargs):
        super().__init__(**{"widget": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **kwargs})

    def prepare_value(self, value):
        return formats.number_format(value.normalize()) if isinstance(value, Decimal) else value

    def to_python(self, value):
        if isinstance(value, str):
            value = plain_number(value.strip(), get_language())
            if value and not PLAIN.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class KeywordsField(forms.CharField):
    """Free keywords separated by commas, semicolons or line breaks; cleans to a list without duplicates."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", MAX_KEYWORDS * (MAX_KEYWORD_LENGTH + 2))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else ", ".join(str(word) for word in value)

    def clean(self, value):
        typed = [" ".join(word.split()) for word in re.split(r"[,;\n]", super().clean(value))]
        words = list({word.casefold(): word for word in reversed(typed) if word}.values())[::-1]
        if len(words) > MAX_KEYWORDS:
            raise ValidationError(_("Enter up to %(number)d keywords.") % {"number": MAX_KEYWORDS})
        for word in words:
            if len(word) > MAX_KEYWORD_LENGTH:
                raise ValidationError(_("“%(word)s…” is too long. Enter a shorter keyword.") % {"word": word[:30]})
        return words

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class ResourceCodeField(forms.CharField):
    """A List of Waste code such as `15 01 03`, with or without spaces and asterisk; cleans to a Resource or None."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 250, "widget": forms.TextInput({"list": "resources"}), **kwargs})

    def prepare_value(self, value):
        if isinstance(value, int):
            value = Resource.objects.filter(pk=value).first()
        return value.code if isinstance(value, Resource) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        digits = re.sub(r"\s|\*", "", text)[:6]
        code = " ".join(re.findall("..", digits))
        resource = Resource.objects.filter(code=code).first()
        if resource is None:
            raise ValidationError(_("Enter a code from the European List of Waste, for example 15 01 03."))
        return resource

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
