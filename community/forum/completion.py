"""Completion while typing: members after `@`, texts of every kind and organisations after `#`."""

import re

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import slugify
from wagtail.models import Page

from community.members.audiences import MemberView, level_of
from community.members.enums import Visibility
from community.members.models import Member
from website.core import sections
from website.core.listings import Reader
from website.topics.models import Organisation, topical_models

MOST_MEMBERS, MOST_TEXTS, MOST_ORGANISATIONS = 6, 6, 3


def members(words: str, user, board=None) -> list[dict]:
    """Return members that `user` may find; on a public board, only members whose entry is public."""
    name = slugify(words)
    if not name:
        return []
    found = Member.objects.visible_to(user).filter(Q(slug__startswith=name) | Q(slug__contains=f"-{name}"))
    if board is not None and board.is_public:
        found = found.filter(visibility=Visibility.PUBLIC)
    level = level_of(user)
    return [
        {"label": str(member), "hint": MemberView(member, level).place, "text": f"@{member.slug}"}
        for member in found.with_card().by_name()[:MOST_MEMBERS]
    ]


def things(words: str, reader: Reader) -> list[dict]:
    """Return texts of every kind, each once and with the URL for the reader's language, then organisations."""
    organisations = Organisation.objects.filter(name__icontains=words).by_name()[:MOST_ORGANISATIONS]
    return [*_texts(words, reader), *(_item(str(row), type(row), row.get_absolute_url()) for row in organisations)]


def _texts(words: str, reader: Reader) -> list[dict]:
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*topical_models()).items()}
    pages = Page.objects.filter(live=True, reader_versions__locale=reader.locale, content_type__in=models)
    found = (
        pages.public().filter(title__icontains=words).select_related("locale").order_by("-first_published_at", "-pk")
    )
    return [
        _item(page.title, models[page.content_type_id], sections.reader_url(page, reader.locale.language_code))
        for page in found[:MOST_TEXTS]
    ]


def _item(title: str, model: type, address: str) -> dict:
    return {"label": title, "hint": str(model._meta.verbose_name), "text": f"[{_escaped(title)}]({address})"}


def _escaped(title: str) -> str:
    """Escape Markdown in a title, so that it can be the text of a link."""
    return re.sub(r"([\\\[\]*_`<])", r"\\\1", title)
