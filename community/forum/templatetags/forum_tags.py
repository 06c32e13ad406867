"""Template tags for posts, and for the topics about a page or an organisation, which lower layers use too."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.models import Page

from community.forum.models import Topic
from community.members.audiences import level_of
from website.core.caching import cached_fragment
from website.core.models import Text

register = template.Library()
MOST = 5


@register.filter
def as_written(html: str) -> str:
    """Mark the HTML of a post as safe: it was sanitised when it was stored."""
    return mark_safe(html)  # noqa: S308 - texts.render_post sanitises


@register.filter
def as_mailed(html: str, base_url: str) -> str:
    """Mark the HTML of a post as safe for an email, with absolute links to this site."""
    return mark_safe(html.replace('href="/', f'href="{base_url}/'))  # noqa: S308 - as above


@register.filter
def as_mail_text(body: str, base_url: str) -> str:
    """Return the Markdown of a post as plain text for an email, with absolute links to this site."""
    return body.replace("](/", f"]({base_url}/")


@register.simple_tag(takes_context=True)
def conversation(context, row) -> str:
    """Render the newest topics about a row, and a link to start one."""
    request = context.get("request")
    if request is None or not row.pk:
        return ""
    if request.user.is_authenticated:
        return _conversation(request, row)
    shown = (row._meta.label, row.pk, row.get_absolute_url())
    return cached_fragment("conversation", *shown, render=lambda: _conversation(request, row))


def _conversation(request, row) -> str:
    cards = list(_about(row, request.user).with_card().as_seen_at(level_of(request.user))[:MOST])
    Topic.objects.mark(cards, request.user)
    return render_to_string("forum/about.html", {"row": row, "topics": cards, "request": request})


def _about(row, user):
    """Return the topics about a row; for a page, the topics about its text in any language."""
    if isinstance(row, Page):
        kind, keys = ContentType.objects.get_for_model(Text), Text.objects.of_pages([row]).values("pk")
    else:
        kind, keys = ContentType.objects.get_for_model(row), [row.pk]
    return Topic.objects.listed_for(user).about(kind, keys).newest()
