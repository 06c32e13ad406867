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

from website.accounts import pending_forms
from website.accounts.adapters import IdentityProvider
from website.accounts.enums import role_label
from website.accounts.forms import CmsUserCreationForm, CmsUserEditForm, EndSessionsForm
from website.accounts.panels import PortraitPanel
from website.accounts.permissions import offer_to_resubmit, sign_in_required


def cms_login(request):
    """Replace the sign-in page of the CMS: redirect visitors to the site's, answer 403 to users without CMS access."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if request.user.is_authenticated:
        list(get_messages(request))  # discard the message of the CMS, which the 403 page repeats
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
    """Show the account and link to the pages that change it."""
    names = sorted(request.user.groups.values_list("name", flat=True))
    if request.user.is_superuser:
        names.append("Administrators")
    context = {"roles": [role_label(name) for name in names]}
    return render(request, "accounts/account.html", context)


class AddressView(EmailView):
    """An account has one address: another cannot be made primary before it is confirmed."""

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


def identity_provider_required(view):
    """Answer 404 if no identity provider is configured."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def _provider_view(view_class):
    """Return allauth's view for our provider. A provider that is down or answers nonsense leads to an error page."""

    @identity_provider_required
    @login_not_required
    def view(request, provider_id):
        provider = IdentityProvider(request, provider_id)
        try:
            return view_class.adapter_view(provider)(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        except (RequestException, AttributeError, KeyError, TypeError, ValueError) as error:
            return render_authentication_error(request, provider.get_provider(), exception=error)

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
    """Show the form stored when the session was lost, with buttons to resubmit and to discard it."""
    found = pending_forms.stored_form(request)
    if request.method == "POST":
        pending_forms.discard_form(request)
        messages.success(request, _("Discarded. Nothing was sent."))
        return redirect("wagtail_serve", "")
    context = {"pending": found, "excerpts": pending_forms.excerpts(found) if found else []}
    return render(request, "accounts/pending_form.html", context)


def csrf_failure(request, reason=""):
    """Store an expired form of this site so that it can be resubmitted; otherwise explain what to do."""
    return offer_to_resubmit(request) or refuse_csrf(request, reason)
