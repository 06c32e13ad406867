from django import forms
from django.forms.fields import InvalidJSONInput


class KeyAnswerField(forms.JSONField):
    """What a key says through the browser; whatever nobody can read is a wrong answer, however deep it is nested."""

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
    """An account in a form of the CMS, where the address tells people of one name apart, and those without a name."""

    def label_from_instance(self, account):
        return f"{account.display_name} ({account.email})"
