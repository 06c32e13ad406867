"""What pages show of the conversation, those of rooms below this one too."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.utils.safestring import mark_safe
from wagtail.models import Page

from community.forum.models import Topic

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
def discussions_about(context, row) -> list[Topic]:
    """The newest topics that hang on a row of the site; on a page, in whatever language it is read."""
    request = context.get("request")
    if request is None or not row.pk:
        return []
    if isinstance(row, Page):
        kind, keys = (
            ContentType.objects.get_for_model(Page),
            Page.objects.translation_of(row, inclusive=True).values("pk"),
        )
    else:
        kind, keys = ContentType.objects.get_for_model(row), [row.pk]
    topics = Topic.objects.listed_for(request.user).about(kind, keys).with_card().with_marks(request.user).newest()
    return list(topics[:MOST])
