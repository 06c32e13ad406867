"""allauth adapters: sign-in, mails, second factors and the identity provider."""

import time
from ipaddress import IPv4Address
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

UNKNOWN_ADDRESS = str(IPv4Address(0))


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: coordinators create the accounts."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """Return the home page in the active language."""
        return reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request):
        return reverse("wagtail_serve", args=[""])

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account" if self.request.user.is_authenticated else "account_login")

    def is_safe_url(self, url):
        """Accept only this host and `BASE_URL`: other hosts in `ALLOWED_HOSTS` may be other sites."""
        hosts = {self.request.get_host(), urlsplit(settings.BASE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, hosts, require_https=self.request.is_secure())

    def is_reauthentication_required(self, *, app, **kwargs):
        """Accept a recent sign-in instead of reauthentication on allauth's pages (`app` is set), but not on ours."""
        records = get_authentication_records(self.request, self.request.user) if app else []
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def clean_email(self, email):
        """Reject an address that is too long for the database before anything is written."""
        MaxLengthValidator(EmailAddress._meta.get_field("email").max_length)(email)
        return super().clean_email(email)

    def get_client_ip(self, request):
        """Return the address for rate limits; fall back to `REMOTE_ADDR` if the proxy headers are missing or malformed."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or UNKNOWN_ADDRESS

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Omit the host, which allauth includes: each name of the site would allow new attempts."""
        return credentials.get("email", "").lower()

    def confirm_email(self, request, email_address):
        """Show an error if another account has taken the address since the confirmation was sent."""
        try:
            with transaction.atomic():
                return super().confirm_email(request, email_address)
        except IntegrityError:
            context = {"email": email_address.email}
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", context)
            return False

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix, email, context):
        """Send the mail and its links in the language of `context["user"]`, else in the active language.

        Links begin with `BASE_URL`, not with the host of the request.
        """
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        urls = {key: _site_url(value, language) for key, value in context.items() if key.endswith("_url")}
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.BASE_URL)
        context = {**context, **urls, "email": email, "current_site": site, "request": self.request}
        # A mail that is sent on commit may be sent after the request has ended.
        with translation.override(language), request_context(self.request):
            self.post(self.render_mail(template_prefix, email, context), language)

    def post(self, message, language):
        message.send()

    def render_mail(self, template_prefix, email, context, headers=None):
        """Add a header that keeps out-of-office programs from answering."""
        return super().render_mail(
            template_prefix, email, context, {**(headers or {}), "Auto-Submitted": "auto-generated"}
        )


def _site_url(url: str, language: str) -> str:
    parts = urlsplit(translate_url(url, language))
    return urljoin(settings.BASE_URL, parts._replace(scheme="", netloc="").geturl())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Bind passkeys to the host of `BASE_URL`, not to the host of the request."""

    def _get_site_name(self):
        return settings.SITE_NAME

    def build_totp_svg(self, url):
        """Remove the XML declaration, which is invalid in inline SVG."""
        return super().build_totp_svg(url).partition("?>")[2]

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.BASE_URL).hostname, "name": settings.SITE_NAME}


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """An identity provider signs in to existing accounts; it creates none."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        """Return the account whose primary address is verified both here and by the provider, or None."""
        verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified is True}
        address = EmailAddress.objects.filter(email__in=verified, primary=True, verified=True).first()
        return (address.user, address.email) if address else None

    def pre_social_login(self, request, sociallogin):
        """Refuse to connect a provider account to the current user: accounts are connected by address only."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account"))


class IdentityProvider(OpenIDConnectOAuth2Adapter):
    """OpenID Connect, including providers whose userinfo response is a signed token (ProConnect)."""

    def _fetch_user_info(self, access_token):
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        response.raise_for_status()
        if not response.headers.get("Content-Type", "").startswith("application/jwt"):
            return response.json()
        return jwtkit.verify_and_decode(
            credential=response.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
