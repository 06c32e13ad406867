"""Forms that validate the lines of a directory."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.imports.fields import CoordinateField, MultipleVocabularyField, SectorField, VocabularyField
from community.members.imports.lookups import Vocabularies
from community.members.imports.rows import OrganisationEntry, PersonEntry
from community.members.models import Member
from community.members.validators import validate_no_address
from website.accounts.models import User
from website.topics.enums import Country
from website.topics.models import Organisation

DIGITS = {"FR": 5, "DE": 5, "ES": 5, "BE": 4, "LU": 4, "CH": 4}
POSTAL_PREFIXES = {"F": "FR", "D": "DE", "B": "BE", "L": "LU", "CH": "CH", "E": "ES"}


def _cell(model, name: str, **kwargs) -> forms.Field:
    """Return an optional form field with the limits of a model field."""
    return model._meta.get_field(name).formfield(required=False, **kwargs)


class OrganisationImportForm(forms.Form):
    organisation = forms.CharField(
        label=gettext_lazy("organisation"), max_length=Organisation._meta.get_field("name").max_length
    )
    kind = VocabularyField(label=gettext_lazy("type"))
    sector = SectorField(label=gettext_lazy("sector"))
    nace = SectorField(label=gettext_lazy("NACE code"))
    territory = VocabularyField(label=gettext_lazy("territory"))
    country = VocabularyField(label=gettext_lazy("country"))
    languages = MultipleVocabularyField(label=gettext_lazy("languages"))
    address = _cell(Organisation, "address")
    postal_code = _cell(Organisation, "postal_code")
    city = _cell(Organisation, "city")
    website = _cell(Organisation, "website", assume_scheme="https")
    email = _cell(Organisation, "email")
    phone = _cell(Organisation, "phone")
    description = _cell(Organisation, "description")
    latitude = CoordinateField(required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(required=False, min_value=-180, max_value=180)

    def __init__(self, data: dict, vocabularies: Vocabularies, default_country: str):
        super().__init__(data)
        self.default_country = default_country
        self.fields["kind"].lookup = vocabularies.kinds
        self.fields["territory"].lookup = vocabularies.territories
        self.fields["country"].lookup = vocabularies.countries
        self.fields["languages"].lookup = vocabularies.languages
        for name in ("sector", "nace"):
            self.fields[name].lookup = vocabularies.sectors
            self.fields[name].divisions = vocabularies.divisions

    def clean(self):
        data = self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            raise forms.ValidationError(_("Enter both a latitude and a longitude."))
        if "country" in data and data.get("postal_code"):
            self._clean_postal_code(data)

    def _clean_postal_code(self, data: dict) -> None:
        """Read the country from a prefix as in “D-77694”, and restore the leading zero that spreadsheets remove."""
        prefix, code = re.match(r"^([A-Za-z]{0,2})[\s-]*(.*)$", data["postal_code"]).groups()
        code = code.replace(" ", "").removesuffix(".0")
        prefixed = POSTAL_PREFIXES.get(prefix.upper())
        if prefixed and data["country"] and prefixed != data["country"]:
            self.add_error("postal_code", _("“%(code)s” is not in this country.") % {"code": data["postal_code"]})
            return
        country = data["country"] or prefixed
        length = DIGITS[country or self.default_country]
        if code.isascii() and code.isdigit() and len(code) == 4:
            code = code.zfill(length)
        if not (code.isascii() and code.isdigit() and len(code) == length) or (prefix and not prefixed):
            name = Country(country or self.default_country).label
            values = {"code": data["postal_code"], "country": name, "number": length}
            self.add_error(
                "postal_code",
                _("“%(code)s” is not a postal code of %(country)s, which has %(number)d digits.") % values,
            )
            return
        data["postal_code"], data["country"] = code, country

    def entry(self, line: int) -> OrganisationEntry:
        data = dict(self.cleaned_data)
        nace_code, sector = data.pop("nace") or data["sector"] or ("", None)
        values = {**data, "nace_code": nace_code, "sector": sector}
        name = values.pop("organisation")
        return OrganisationEntry(line, name, values["city"], _filled(values))


class PersonImportForm(forms.Form):
    last_name = _cell(User, "last_name")
    first_name = _cell(User, "first_name")
    email = forms.EmailField(
        label=gettext_lazy("email address"),
        max_length=User._meta.get_field("email").max_length,
        error_messages={"required": gettext_lazy("Enter an email address for this person that nobody else uses.")},
    )
    job_title = _cell(Member, "job_title", validators=[validate_no_address])
    phone = _cell(Member, "phone")
    bio = _cell(Member, "bio", validators=[validate_no_address])
    territory = VocabularyField(label=gettext_lazy("territory"))
    expertise = MultipleVocabularyField(label=gettext_lazy("expertise"))
    languages = MultipleVocabularyField(label=gettext_lazy("languages"))
    language = VocabularyField(label=gettext_lazy("language"))
    visibility = VocabularyField(label=gettext_lazy("visible"))
    country = VocabularyField(label=gettext_lazy("country"))

    def __init__(self, data: dict, vocabularies: Vocabularies):
        super().__init__(data)
        self.fields["territory"].lookup = vocabularies.territories
        self.fields["expertise"].lookup = vocabularies.themes
        self.fields["languages"].lookup = vocabularies.languages
        self.fields["language"].lookup = vocabularies.interface_languages
        self.fields["visibility"].lookup = vocabularies.visibilities
        self.fields["country"].lookup = vocabularies.countries

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_language(self):
        language = self.cleaned_data["language"]
        return language.slug if language else ""

    def entry(self, line: int, organisation: OrganisationEntry | None) -> PersonEntry:
        values = dict(self.cleaned_data)
        return PersonEntry(line, values.pop("email"), organisation, _filled(values))


def _filled(values: dict) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "", ())}
