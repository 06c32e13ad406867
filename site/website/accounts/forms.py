"""Forms for accounts: those of the CMS for administrators, and those of the account pages for their owners."""

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from website.accounts.fields import CredentialField

OWN_FIELDS = {"language", "time_zone"}
# Exceptions that the WebAuthn library raises for a response that no browser would send.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError)


class CmsUserCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | OWN_FIELDS


class CmsUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | OWN_FIELDS


class ChangeAddressForm(AddEmailForm):
    """Request a new address; the current one remains in use until the new one is confirmed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email address")

    def clean_email(self):
        if not EmailAddress.objects.filter(user=self.user, primary=True, verified=True).exists():
            raise forms.ValidationError(
                _(
                    "Your current address is not confirmed yet. Open the link in the email we sent to that address first."
                ),
                code="unconfirmed",
            )
        return super().clean_email()


class EndSessionsForm(ManageUserSessionsForm):
    """End one of the user's sessions or, if none is chosen, all except the current one."""

    session = forms.ModelChoiceField(UserSession.objects.none(), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = UserSession.objects.filter(user=self.request.user)

    def save(self, request):
        session = self.cleaned_data["session"]
        if not session:
            super().save(request)
            return
        is_current = session.is_current()
        get_sessions_adapter().end_sessions([session])
        if is_current:
            adapter = get_account_adapter()
            adapter.add_message(request, messages.SUCCESS, "account/messages/logged_out.txt")
            adapter.logout(request)


class _CredentialForm:
    """Report a malformed passkey response as an incorrect code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(label=_("Key"))

    def full_clean(self):
        try:
            super().full_clean()
        except MALFORMED:
            self._errors = self._errors or forms.utils.ErrorDict()
            self.cleaned_data = {}
            self.add_error("credential", get_mfa_adapter().validation_error("incorrect_code"))


class AddPasskeyForm(_CredentialForm, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("A name to help you recognise it, for example “My phone”.")
        self.fields["name"].max_length = 80
        self.fields["passwordless"].label = _("Use this key to sign in without a password")
        self.fields["passwordless"].help_text = _("Your device will then ask for your fingerprint, face or PIN.")


class AuthenticatePasskeyForm(_CredentialForm, AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_CredentialForm, ReauthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(_CredentialForm, LoginWebAuthnForm):
    pass
