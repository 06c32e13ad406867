"""What is offered while somebody types: members after `@`, sheets, events and organisations after `#`."""

import re

from django.db.models import Q
from django.utils.text import slugify

from community.members.audiences import MemberView, level_of
from community.members.enums import Visibility
from community.members.models import Member
from experiences.sheets.models import SheetPage
from website.core.listings import Reader
from website.events.models import EventPage
from website.topics.models import Organisation

MOST_MEMBERS, MOST_OF_A_KIND = 6, 3


def members(words: str, user, board=None) -> list[dict]:
    """Whom `user` may find, and on a board that everybody reads only whom everybody may."""
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
    """Each text once, at the address where its reader finds it."""
    rows = []
    for model in (SheetPage, EventPage):
        pages = model.objects.for_reader(reader.locale).public().filter(title__icontains=words)
        rows += pages.select_related("locale").order_by("-first_published_at", "-pk")[:MOST_OF_A_KIND]
    rows += Organisation.objects.filter(name__icontains=words).by_name()[:MOST_OF_A_KIND]
    return [
        {
            "label": str(row),
            "hint": str(row._meta.verbose_name),
            "text": f"[{_plain(str(row))}]({row.get_absolute_url()})",
        }
        for row in rows
    ]


def _plain(title: str) -> str:
    """What stands in a link without ending it."""
    return re.sub(r"([\\\[\]*_`<])", r"\\\1", title)
