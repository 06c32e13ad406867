"""How allauth's forms and mails behave here."""

from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    """Coordinators make the accounts: nobody becomes a member by signing up alone."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        """The home of the language that the person was reading."""
        return reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request):
        return reverse("wagtail_serve", args=[""])

    def send_mail(self, template_prefix, email, context):
        """In the language of the person it is for, its addresses too; in the reader's where nobody is known."""
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        addresses = {key: translate_url(value, language) for key, value in context.items() if key.endswith("_url")}
        sender = SimpleNamespace(name=settings.SITE_NAME, domain=settings.BASE_URL)
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, **addresses, "current_site": sender})

    def render_mail(self, template_prefix, email, context, headers=None):
        """No out-of-office note shall answer it."""
        return super().render_mail(
            template_prefix, email, context, {**(headers or {}), "Auto-Submitted": "auto-generated"}
        )
