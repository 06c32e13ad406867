from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.validators import validate_no_address
from community.organisations.changes import FIELDS
from community.organisations.enums import ProposalStatus
from website.accounts.models import User
from website.topics.models import Organisation

# Headings with the rows of fields below them.
SECTIONS = (
    (_("Name and sector"), (("name",), ("kind", "sector", "nace_code"))),
    (_("Activities"), (("description",), ("description_language",), ("languages",))),
    (
        _("Where"),
        (("territory", "country"), ("address",), ("postal_code", "city"), ("latitude", "longitude")),
    ),
    (_("Contact"), (("website",), ("email", "phone"))),
)
PLACE = ("city", "country")
POINT = ("latitude", "longitude")


class OrganisationForm(forms.ModelForm):
    """An organisation's entry in the directory. `seen` is the fingerprint of the initial values."""

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    website = Organisation._meta.get_field("website").formfield(assume_scheme="https")

    class Meta:
        model = Organisation
        fields = FIELDS
        widgets = {
            "description": forms.Textarea({"rows": 6}),
            "languages": forms.CheckboxSelectMultiple,
            "phone": forms.TextInput({"type": "tel"}),
        }
        help_texts = {
            "email": _("Visible to people who are signed in."),
            "phone": _("Visible to people who are signed in."),
            "latitude": _("In degrees, for example 48.58."),
            "longitude": _("In degrees, for example 7.75."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("sector", "territory", "languages"):
            self.fields[name].queryset = self.fields[name].queryset.by_name()
        self.fields["territory"].queryset = self.fields["territory"].queryset.offered(self.instance.territory_id)
        self.fields["description"].validators.append(validate_no_address)

    @classmethod
    def of_values(cls, values: dict, **kwargs):
        """Return a form bound to values in the format of `changes.snapshot`, to validate them."""
        return cls({name: "" if value is None else value for name, value in values.items()}, **kwargs)

    def clean(self):
        """Clear the coordinates if the town or country changes and the coordinates do not."""
        cleaned = super().clean()
        is_moved = any(name in self.changed_data for name in PLACE)
        if is_moved and not any(name in self.changed_data for name in POINT):
            cleaned |= dict.fromkeys(POINT)
        return cleaned

    @property
    def sections(self) -> list[dict]:
        return [{"title": title, "rows": [[self[name] for name in row] for row in rows]} for title, rows in SECTIONS]

    @property
    def values(self) -> dict:
        """The cleaned values in the format of `changes.snapshot`."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        values["languages"] = sorted(row.pk for row in values["languages"])
        for name in ("sector", "territory"):
            values[name] = values[name] and values[name].pk
        return values


class ProposalForm(OrganisationForm):
    word = forms.CharField(
        label=_("Reason or source"),
        help_text=_("The people who decide will see this with your name."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ProposalDecisionForm(forms.Form):
    ACCEPT, REFUSE = "accept", "refuse"

    decision = forms.ChoiceField(label=_("Decision"), choices=[(ACCEPT, ACCEPT), (REFUSE, REFUSE)])
    seen = forms.CharField(max_length=16, required=False)
    answer = forms.CharField(
        label=_("Message to the person who proposed it"),
        help_text=_("Required if you refuse."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("answer"):
            self.add_error("answer", _("Enter a reason. The person who proposed the change will see it."))
        return cleaned


class QueueForm(forms.Form):
    """Filter of the queue of proposals."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *ProposalStatus.choices])


class RemovalForm(forms.Form):
    """A message to an editor who is removed. The page has one form for each editor."""

    word = forms.CharField(
        label=_("Reason"),
        help_text=_("The person you remove will read this."),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class EditorForm(forms.Form):
    """Select a member of the organisation, or anybody with an account by e-mail address."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Someone from the organisation"), required=False)
    email = forms.EmailField(label=_("Or the email address of an account"), max_length=254, required=False)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(member__organisation=organisation, is_active=True)
        people = people.exclude(edited_organisations__organisation=organisation)
        self.fields["person"].queryset = people.order_by("last_name", "first_name", "pk")

    def clean(self):
        cleaned = super().clean()
        person, email = cleaned.get("person"), cleaned.get("email")
        if self.errors:
            return cleaned
        if bool(person) == bool(email):
            raise forms.ValidationError(_("Select a person, or enter an address."))
        if email:
            person = User.objects.filter(email=email.lower(), is_active=True).first()
            if person is None:
                self.add_error("email", _("There is no active account with this address."))
        cleaned["person"] = person
        return cleaned
