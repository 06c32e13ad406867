"""What pages show of the conversation, those of rooms below this one too."""

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
    """A post's HTML, which was cleaned when it was written."""
    return mark_safe(html)  # noqa: S308 - texts.rendered sanitises


@register.filter
def as_mailed(html: str, base_url: str) -> str:
    """The same for a mail: links to this site are whole."""
    return mark_safe(html.replace('href="/', f'href="{base_url}/'))  # noqa: S308 - as above


@register.filter
def as_mail_text(body: str, base_url: str) -> str:
    """A post's Markdown, which is plain text as it is, with whole links."""
    return body.replace("](/", f"]({base_url}/")


@register.simple_tag(takes_context=True)
def conversation(context, row) -> str:
    """What the network says about a row of the site."""
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
    """The topics that hang on a row; on a page, in whatever language it is read."""
    if isinstance(row, Page):
        kind, keys = ContentType.objects.get_for_model(Text), Text.objects.of_pages([row]).values("pk")
    else:
        kind, keys = ContentType.objects.get_for_model(row), [row.pk]
    return Topic.objects.listed_for(user).about(kind, keys).newest()
