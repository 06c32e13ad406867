"""Panels of the CMS page for one's own account."""

from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel

from website.core.forms.files import PictureField


class PortraitForm(AvatarPreferencesForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        avatar = self.fields["avatar"]
        self.fields["avatar"] = PictureField(label=avatar.label, required=False, widget=avatar.widget)


class PortraitPanel(AvatarSettingsPanel):
    """Wagtail's panel, with a picture that is validated and re-encoded like all uploads."""

    form_class = PortraitForm
