"""Accounts as an administrator of the CMS writes them."""

from wagtail.users.forms import UserCreationForm, UserEditForm

OWN_FIELDS = {"language", "time_zone"}


class CmsUserCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | OWN_FIELDS


class CmsUserEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | OWN_FIELDS
