from functools import wraps

from allauth.account.views import EmailView
from allauth.mfa.base.views import IndexView
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse_csrf
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from website.accounts import pending_forms as unsent_texts
from website.accounts.adapters import IdentityProvider
from website.accounts.enums import role_label
from website.accounts.forms import CmsUserCreationForm, CmsUserEditForm, EndSessionsForm
from website.accounts.panels import PortraitPanel
from website.accounts.permissions import offer_to_resubmit, sign_in_required


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


@sign_in_required
@require_safe
def account(request):
    """What the account is, and the way to whatever can be changed about it."""
    names = sorted(request.user.groups.values_list("name", flat=True))
    if request.user.is_superuser:
        names.append("Administrators")
    context = {"roles": [role_label(name) for name in names]}
    return render(request, "accounts/account.html", context)


class AddressView(EmailView):
    """An account has one address: no other can be made its first before it is confirmed."""

    def post(self, request, *args, **kwargs):
        if "action_primary" in request.POST:
            return redirect("account_email")
        return super().post(request, *args, **kwargs)


class SecondFactorView(IndexView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = context["authenticators"]
        codes = found.get("recovery_codes")
        return {
            **context,
            "keys": found.get("webauthn", []),
            "has_application": "totp" in found,
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
        }


class SessionsView(ListUserSessionsView):
    form_class = EndSessionsForm


def where_there_is_a_provider(view):
    """404 on a site that knows no identity provider."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def _provider_view(view_class):
    """allauth's view of our provider; one that does not answer is an error page, and so is a strange answer."""

    @where_there_is_a_provider
    @login_not_required
    def view(request, provider_id):
        provider = IdentityProvider(request, provider_id)
        try:
            return view_class.adapter_view(provider)(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        except (RequestException, AttributeError, KeyError, TypeError, ValueError) as refusal:
            return render_authentication_error(request, provider.get_provider(), exception=refusal)

    return view


provider_login = _provider_view(OAuth2LoginView)
provider_callback = _provider_view(OAuth2CallbackView)


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
    found = unsent_texts.stored_form(request)
    if request.method == "POST":
        unsent_texts.discard_form(request)
        messages.success(request, _("Forgotten: nothing was sent."))
        return redirect("wagtail_serve", "")
    context = {"unsent": found, "excerpts": unsent_texts.excerpts(found) if found else []}
    return render(request, "accounts/pending_form.html", context)


def csrf_failure(request, reason=""):
    """A form that has expired: offered once more where it certainly is one of ours, else words on what to do."""
    return offer_to_resubmit(request) or refuse_csrf(request, reason)
