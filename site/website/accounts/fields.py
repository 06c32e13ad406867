from django import forms
from django.forms.fields import InvalidJSONInput


class CredentialField(forms.JSONField):
    """The JSON response of a passkey. JSON nested too deeply to parse is a validation error."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)


class AccountField(forms.ModelChoiceField):
    """An account in a CMS form, labelled with name and address because names are neither unique nor required."""

    def label_from_instance(self, account):
        return f"{account.display_name} ({account.email})"
