"""What stands against publishing a text that has grown from a topic; and the topic's page changes with the text."""

import json
from collections.abc import Iterator

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from community.forum.actions.counting import touch
from community.knowledge.enums import Agreement
from community.knowledge.models import Origin
from website.core.permissions import object_by


@object_by
def who_has_not_agreed(page, revision) -> list[str]:
    """Parts that somebody does not want to be there, and names of people who have not agreed to theirs."""
    origin = Origin.objects.of_text(page).select_related("topic").first()
    if origin is None:
        return []
    others = list(origin.credits.exclude(answer=Agreement.NAMED).order_by("pk"))
    words = []
    if declined := [credit.name or _("Former member") for credit in others if credit.is_in_the_way]:
        words.append(
            _(
                "Not published: %(names)s did not agree. Take their part out of the text, then say so on the page "
                "“Who has agreed”."
            )
            % {"names": ", ".join(declined)}
        )
    written = list(_texts((revision or page.get_latest_revision()).content)) if others else []
    if named := [credit.name for credit in others if not credit.is_in_the_way and _names(origin, credit, written)]:
        words.append(
            _(
                "Not published: the text names %(names)s, who did not agree to be named. Take the line with the name "
                "out, and the name beside photos and documents."
            )
            % {"names": ", ".join(named)}
        )
    return words


def _names(origin: Origin, credit, written: list[str]) -> bool:
    with translation.override(origin.topic.language):
        line = _plain(credit.introduction)
    return bool(credit.name) and any(text == credit.name or line in _plain(text) for text in written)


def _plain(text: str) -> str:
    """As it reads, whatever kind of space the editor put in."""
    return " ".join(text.replace("&nbsp;", " ").replace("&#x27;", "'").replace("&amp;", "&").split())


def _texts(data) -> Iterator[str]:
    """Every text of a revision; the JSON of a body is opened."""
    if isinstance(data, str):
        yield from _texts(json.loads(data)) if data.startswith("[{") else [data]
    elif isinstance(data, dict | list):
        for piece in data.values() if isinstance(data, dict) else data:
            yield from _texts(piece)


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move], dispatch_uid="knowledge_text_changed")
def text_changed(sender, instance, **kwargs):
    """The topic says what it became: to whoever may see it, where it is."""
    for origin in Origin.objects.of_text(instance).select_related("topic"):
        touch(origin.topic)


@receiver(post_delete, sender=Origin, dispatch_uid="knowledge_origin_deleted")
def origin_deleted(sender, instance, **kwargs):
    touch(instance.topic)
