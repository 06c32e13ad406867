from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from website.accounts.forms import CmsUserCreationForm, CmsUserEditForm
from website.accounts.panels import PortraitPanel


def cms_login(request):
    """The CMS has no door of its own: visitors are sent to the site's, members without a role in it are told so."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if request.user.is_authenticated:
        list(get_messages(request))  # the CMS left one that the answer says already
        raise PermissionDenied
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}")


class UserViewSet(WagtailUserViewSet):
    create_template_name = "accounts/cms_user_create.html"
    edit_template_name = "accounts/cms_user_edit.html"

    def get_form_class(self, for_update=False):
        return CmsUserEditForm if for_update else CmsUserCreationForm


class CmsAccountView(AccountView):
    def get_panels(self):
        return [
            PortraitPanel(panel.request, panel.user, panel.profile) if isinstance(panel, AvatarSettingsPanel) else panel
            for panel in super().get_panels()
        ]


cms_account = require_admin_access(CmsAccountView.as_view())
