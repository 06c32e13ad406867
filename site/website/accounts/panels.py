"""What differs in the CMS's page of one's own account."""

from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel

from website.core.forms.files import PictureField


class PortraitForm(AvatarPreferencesForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = self.fields["avatar"]
        self.fields["avatar"] = PictureField(label=given.label, required=False, widget=given.widget)


class PortraitPanel(AvatarSettingsPanel):
    """Wagtail's, with a picture that is drawn anew like any other."""

    form_class = PortraitForm
