from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse_csrf
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from website.accounts import unsent as unsent_texts
from website.accounts.forms import CmsUserCreationForm, CmsUserEditForm
from website.accounts.panels import PortraitPanel
from website.accounts.permissions import offer_to_send_again, sign_in_required


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


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request):
    """What was typed when the session was lost, with one button that sends it again, and one that forgets it."""
    found = unsent_texts.kept(request)
    if request.method == "POST":
        unsent_texts.drop(request)
        messages.success(request, _("Forgotten: nothing was sent."))
        return redirect("wagtail_serve", "")
    context = {"unsent": found, "excerpts": unsent_texts.excerpts(found) if found else []}
    return render(request, "accounts/unsent.html", context)


def csrf_failure(request, reason=""):
    """A form that has expired: offered once more where it certainly is one of ours, else words on what to do."""
    return offer_to_send_again(request) or refuse_csrf(request, reason)
