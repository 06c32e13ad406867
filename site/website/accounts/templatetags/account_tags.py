"""Tags for the account pages and the sign-in page."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from website.accounts.middleware import NEXT_URL_KEY
from website.accounts.permissions import is_missing_second_factor

register = template.Library()

# Label, URL name, and prefix of the names of subordinate URLs.
PAGES = (
    (_("Overview"), "account", None),
    (_("Email address"), "account_email", "account_email"),
    (_("Password"), "account_change_password", "account_set_password"),
    (_("Two-step sign-in"), "mfa_index", "mfa_"),
    (_("Sessions"), "usersessions_list", "usersessions_"),
    (_("Email settings"), "notification_settings", None),
)
PROVIDER_PAGE = (_("Linked account"), "socialaccount_connections", "socialaccount_")


@register.simple_tag(takes_context=True)
def account_pages(context) -> list[dict]:
    """Return the account pages as dicts of `label`, `url` and `is_current`."""
    match = context["request"].resolver_match
    here = match.url_name if match else ""
    pages = [*PAGES, PROVIDER_PAGE] if settings.SOCIALACCOUNT_PROVIDERS else PAGES
    return [
        {
            "label": label,
            "url": reverse(name),
            "is_current": here == name or bool(below and here.startswith(below)),
        }
        for label, name, below in pages
    ]


@register.simple_tag(takes_context=True)
def second_factor(context) -> dict:
    """Return the state of the second factor.

    `is_missing`: the user's role calls for one that is not set up. `is_required`: the CMS is closed without one.
    `is_here`: the current page is one where it is set up. `next_url`: the CMS page that was requested before.
    """
    request = context["request"]
    is_missing = is_missing_second_factor(request.user)
    return {
        "is_missing": is_missing,
        "is_required": settings.SECOND_FACTOR == "required",
        "is_here": request.path.startswith(reverse("mfa_index")),
        "next_url": "" if is_missing else request.session.get(NEXT_URL_KEY, ""),
    }


@register.simple_tag(takes_context=True)
def identity_provider(context) -> dict | None:
    """Return `name` and `url` of the configured identity provider, or None."""
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ()):
        return {"name": app["name"], "url": reverse("openid_connect_login", args=[app["provider_id"]])}
    return None


# The first match in the user agent wins. The order matters: most browsers also name those that they descend from.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser_name(user_agent: str) -> str:
    """Return browser and system of a user agent, such as "Firefox, Windows"."""
    found = [next((name for token, name in names if token in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or str(_("Unknown browser"))
