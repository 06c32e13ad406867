from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from community.joining.enums import OFFERED_UNITS, JoinKind
from community.joining.fields import AddressListField
from experiences.sheets.forms.fields import AmountField
from website.accounts.models import User
from website.topics.fields import VocabularyField
from website.topics.models import Territory
from website.units.enums import Period

MESSAGE_ATTRS = {"rows": 4, "maxlength": 1000}


def _text(length: int, autocomplete: str = "", **kwargs) -> forms.CharField:
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    return forms.CharField(max_length=length, widget=forms.TextInput(attributes), **kwargs)


class TerritoryFormMixin:
    """Limits the choices of `territory` to those offered in filters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.featured().by_name()


class JoinForm(TerritoryFormMixin, forms.Form):
    """A visitor's request to join. Not a ModelForm, whose validation would reveal whether the address is known."""

    first_name = _text(150, "given-name", label=_("First name"))
    last_name = _text(150, "family-name", label=_("Last name"))
    email = forms.EmailField(
        label=_("Email address"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We never publish it."),
    )
    organisation_name = _text(200, "organization", label=_("Organisation"))
    territory = VocabularyField(
        Territory.objects.none(), label=_("Territory"), required=False, empty_label=_("Another territory, or several")
    )
    why = forms.CharField(
        label=_("Why would you like to join?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Two sentences are enough: what you work on and what you are looking for."),
    )
    by_product = _text(
        300, label=_("What is it?"), required=False, help_text=_("For example: brewers’ grains, waste heat at 60 °C.")
    )
    quantity = AmountField(label=_("Quantity"), required=False, min_value=0, max_digits=14, decimal_places=3)
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=[("", "–"), *((unit.value, unit.label) for unit in OFFERED_UNITS)]
    )
    period = forms.ChoiceField(label=_("Frequency"), required=False, choices=Period)
    place = _text(200, label=_("Location"), required=False, help_text=_("Town or site."))

    def clean_period(self):
        return self.cleaned_data["period"] or Period.YEAR

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("why") or cleaned.get("by_product") or {"why", "by_product"} & self.errors.keys()):
            self.add_error("why", _("Tell us in one sentence why you would like to join, or what you can offer."))
        if cleaned.get("quantity") is not None and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Select a unit for this quantity."))
        if (cleaned.get("quantity") is not None or cleaned.get("place")) and not cleaned.get("by_product"):
            self.add_error("by_product", _("Enter what you can offer."))
        return cleaned

    @property
    def about_person(self):
        names = ("first_name", "last_name", "email", "organisation_name", "territory", "why")
        return [self[name] for name in names]

    @property
    def about_offer(self):
        return [self[name] for name in ("quantity", "unit", "period")]

    @property
    def has_offer(self) -> bool:
        """Whether to unfold the fields of the offer, because one has a value or an error."""
        names = ("by_product", "quantity", "unit", "place")
        return any(self[name].value() or name in self.errors for name in names)


class AcceptForm(forms.Form):
    kind = forms.ChoiceField(label=_("Joins as"), choices=JoinKind)
    word = forms.CharField(
        label=_("Welcome message"), required=False, max_length=1000, widget=forms.Textarea(MESSAGE_ATTRS),
        help_text=_("It is included in the email with the link."),
    )  # fmt: skip


class RefuseForm(forms.Form):
    word = forms.CharField(
        label=_("Reason for refusing"), max_length=1000, widget=forms.Textarea(MESSAGE_ATTRS),
        help_text=_("It is included in the email to the person. Be polite."),
    )  # fmt: skip


class InviteForm(TerritoryFormMixin, forms.Form):
    addresses = AddressListField(
        label=_("Email addresses"),
        help_text=_(
            "Separate them with commas, semicolons, spaces or new lines. You can write “Name <address>”. Up to 200."
        ),
    )
    kind = forms.ChoiceField(
        label=_("They join as"),
        choices=JoinKind,
        help_text=_("Partners work across the border and have the same permissions as members."),
    )
    territory = VocabularyField(
        Territory.objects.none(), label=_("Territory"), required=False, empty_label=_("No territory")
    )
    language = forms.ChoiceField(
        label=_("Language of the email"),
        required=False,
        choices=[("", _("The usual language of the territory")), *settings.LANGUAGES],
    )
    word = forms.CharField(
        label=_("Welcome message"), required=False, max_length=1000, widget=forms.Textarea(MESSAGE_ATTRS),
        help_text=_("It is included in the email with the link."),
    )  # fmt: skip


class InvitationForm(forms.Form):
    """Details and password of an invited person."""

    first_name = _text(150, "given-name", label=_("First name"))
    last_name = _text(150, "family-name", label=_("Last name"))
    job_title = _text(150, "organization-title", label=_("Job title"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the emails you receive.")
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
        help_text=lazy(lambda: " ".join(password_validators_help_texts()), str)(),
    )
    password_again = forms.CharField(
        label=_("Repeat the password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The passwords do not match."))
        if password:
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(password, User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
