"""What the pages of an account say of it."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from website.accounts.middleware import WANTED
from website.accounts.permissions import is_missing_second_factor

register = template.Library()

# Each page of an account: its words, its route, and how the routes below it begin.
PAGES = (
    (_("Overview"), "account", None),
    (_("E-mail address"), "account_email", "account_email"),
    (_("Password"), "account_change_password", "account_set_password"),
    (_("Two-step sign-in"), "mfa_index", "mfa_"),
    (_("Sessions"), "usersessions_list", "usersessions_"),
    (_("Mails"), "notification_settings", None),
)
PROVIDER_PAGE = (_("Linked account"), "socialaccount_connections", "socialaccount_")


@register.simple_tag(takes_context=True)
def account_pages(context) -> list[dict]:
    """The pages of one's account, the current one marked."""
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
    """`is_missing` where the person's role asks for one; `is_required`; `is_here`: on the pages where it is set up;
    `wanted`: where they go on to with one.
    """
    request = context["request"]
    is_missing = is_missing_second_factor(request.user)
    return {
        "is_missing": is_missing,
        "is_required": settings.SECOND_FACTOR == "required",
        "is_here": request.path.startswith(reverse("mfa_index")),
        "wanted": "" if is_missing else request.session.get(WANTED, ""),
    }


@register.simple_tag(takes_context=True)
def identity_provider(context) -> dict | None:
    """The `name` and `url` of the identity provider that opens accounts here, if there is one."""
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ()):
        return {"name": app["name"], "url": reverse("openid_connect_login", args=[app["provider_id"]])}
    return None


# The first name that occurs in what the browser says of itself; several give others' names too, so the order counts.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser_name(user_agent: str) -> str:
    """Firefox, Windows."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or str(_("Unknown browser"))
