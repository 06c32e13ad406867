"""How allauth's forms, mails and doors behave here."""

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
    """Coordinators make the accounts: nobody becomes a member by signing up alone."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """The home of the language that the person was reading."""
        return reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request):
        return reverse("wagtail_serve", args=[""])

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account" if self.request.user.is_authenticated else "account_login")

    def is_safe_url(self, url):
        """This site and no other, not even one that shares its server."""
        hosts = {self.request.get_host(), urlsplit(settings.BASE_URL).netloc}
        return url_has_allowed_host_and_scheme(url, hosts, require_https=self.request.is_secure())

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever signed in a moment ago has just shown who they are: enough for allauth's own pages, not for ours."""
        records = get_authentication_records(self.request, self.request.user) if app else []
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def clean_email(self, email):
        """One that no account could have is refused before anything is written with it."""
        MaxLengthValidator(EmailAddress._meta.get_field("email").max_length)(email)
        return super().clean_email(email)

    def get_client_ip(self, request):
        """What the limits count by; a request that came past a proxy of ours counts under the address it has."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or UNKNOWN_ADDRESS

    def _get_login_attempts_cache_key(self, request, **credentials):
        """allauth's begins with the host that the request names: each name of the site would give new attempts."""
        return credentials.get("email", "").lower()

    def confirm_email(self, request, email_address):
        """Refused where the address has become somebody else's account since it was asked for."""
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
        """In the language of the person it is for, its addresses too; in the reader's where nobody is known.

        Addresses begin with `BASE_URL`, whatever host the request named.
        """
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        addresses = {key: _own_url(value, language) for key, value in context.items() if key.endswith("_url")}
        sender = SimpleNamespace(name=settings.SITE_NAME, domain=settings.BASE_URL)
        context = {**context, **addresses, "email": email, "current_site": sender, "request": self.request}
        # What is told once a transaction has ended may be told after its request.
        with translation.override(language), request_context(self.request):
            self.post(self.render_mail(template_prefix, email, context), language)

    def post(self, message, language):
        message.send()

    def render_mail(self, template_prefix, email, context, headers=None):
        """No out-of-office note shall answer it."""
        return super().render_mail(
            template_prefix, email, context, {**(headers or {}), "Auto-Submitted": "auto-generated"}
        )


def _own_url(url: str, language: str) -> str:
    parts = urlsplit(translate_url(url, language))
    return urljoin(settings.BASE_URL, parts._replace(scheme="", netloc="").geturl())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys belong to the site's public address, whatever host the request named."""

    def _get_site_name(self):
        return settings.SITE_NAME

    def build_totp_svg(self, url):
        """Without the declaration that only a file begins with."""
        return super().build_totp_svg(url).partition("?>")[2]

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.BASE_URL).hostname, "name": settings.SITE_NAME}


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """An identity provider opens accounts that are there; it makes none."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        """The account whose address both sides have verified; none where it only waits to be confirmed."""
        known = {address.email.lower() for address in sociallogin.email_addresses if address.verified is True}
        address = EmailAddress.objects.filter(email__in=known, primary=True, verified=True).first()
        return (address.user, address.email) if address else None

    def pre_social_login(self, request, sociallogin):
        """Accounts are connected by their address alone: not by whoever is signed in at the provider just now."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account"))


class IdentityProvider(OpenIDConnectOAuth2Adapter):
    """OpenID Connect, with providers whose user information is a signed token (ProConnect) too."""

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
