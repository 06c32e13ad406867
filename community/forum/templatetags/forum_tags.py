"""What pages show of the conversation, those of rooms below this one too."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from community.forum.models import Topic
from community.forum.querysets import NAMES
from community.members.audiences import level_of
from website.core.keeping import rendered
from website.core.models import ContentStamp

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
    """What the network says about a row of the site. What visitors see is kept until a topic, or a name in it, changes."""
    request = context.get("request")
    if request is None or not row.pk:
        return ""
    topics = _about(row, request.user)
    if request.user.is_authenticated:
        return _conversation(request, row, topics)
    state = list(topics.annotate(names=ContentStamp.objects.summed(NAMES)).values_list("pk", "version", "names")[:MOST])
    shown = (row._meta.label, row.pk, get_language(), state)
    return rendered("conversation", *shown, by=lambda: _conversation(request, row, topics if state else []))


def _conversation(request, row, topics) -> str:
    cards = list(
        topics.with_card().as_seen_at(level_of(request.user))[:MOST] if isinstance(topics, QuerySet) else topics
    )
    Topic.objects.mark(cards, request.user)
    return render_to_string("forum/about.html", {"row": row, "topics": cards, "request": request})


def _about(row, user):
    """The topics that hang on a row; on a page, in whatever language it is read."""
    if isinstance(row, Page):
        versions = Page.objects.translation_of(row, inclusive=True)
        kind, keys = ContentType.objects.get_for_model(Page), versions.values("pk")
    else:
        kind, keys = ContentType.objects.get_for_model(row), [row.pk]
    return Topic.objects.listed_for(user).about(kind, keys).newest()
