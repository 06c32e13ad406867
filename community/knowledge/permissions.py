"""Who makes knowledge of a topic, who looks after its credits, and who answers for their own part."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import page_permission_policy

from community.forum.enums import Audience, State
from community.forum.permissions import can_moderate, can_see_topic
from community.knowledge.enums import Kind
from community.moderation.permissions import may_write
from experiences.sheets.models import SheetIndexPage
from experiences.sheets.permissions import can_write_sheets
from website.faq.models import FaqIndexPage
from website.library.models import ToolIndexPage

INDEXES = {Kind.SHEET: SheetIndexPage, Kind.TOOL: ToolIndexPage, Kind.ANSWER: FaqIndexPage}


def index_of(kind: Kind, topic) -> Page | None:
    """The section of the topic's language that it goes into."""
    return INDEXES[kind].objects.filter(locale__language_code=topic.language).first()


def _is_open_to(user, topic) -> bool:
    """Of a closed group's talk only its moderators make something for others."""
    if not may_write(user, topic.board) or topic.merged_into_id or topic.state != State.SHOWN:
        return False
    if topic.board.audience == Audience.GROUP:
        return can_moderate(user, topic.board)
    return can_see_topic(user, topic)


def _takes_part(user, topic) -> bool:
    return State.SHOWN in topic.own_states(user) or can_moderate(user, topic.board)


def _may_add(user, kind: Kind, topic) -> bool:
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    index = index_of(kind, topic)
    return index is not None and index.permissions_for_user(user).can_add_subpage()


def can_make_knowledge(user, topic, kind: Kind) -> bool:
    if not _is_open_to(user, topic):
        return False
    if kind == Kind.SHEET:
        return can_write_sheets(user) and _takes_part(user, topic)
    return _may_add(user, kind, topic)


def kinds_for(user, topic) -> list[Kind]:
    """What `user` may make of it."""
    return [kind for kind in Kind if can_make_knowledge(user, topic, kind)]


def can_keep_origin(user, origin) -> bool:
    """The twin of `OriginQuerySet.kept_by`."""
    if not (user.is_authenticated and user.is_active):
        return False
    if origin.maker_id == user.pk:
        return True
    return page_permission_policy.user_has_permission_for_instance(user, "publish", origin.page)


def people_who_keep(origin):
    """Whoever looks after a text that is online: its maker and who may publish it, administrators where nobody else may."""
    publishers = page_permission_policy.users_with_permission_for_instance("publish", origin.page, False)
    if not publishers.exists():
        publishers = page_permission_policy.users_with_permission_for_instance("publish", origin.page)
    found = Q(pk__in=publishers.values("pk")) | Q(pk=origin.maker_id)
    return get_user_model().objects.filter(found, is_active=True).order_by("pk")


def who_keeps(pairs) -> set[tuple[int, int]]:
    """Of pairs of an account and an origin those where the one looks after the other, as pairs of their keys.

    The same as `can_keep_origin` of many at once, in one statement.
    """
    rights = GroupPagePermission.objects.filter(
        permission__codename="publish_page", group__user__in={user.pk for user, _origin in pairs}
    )
    paths = defaultdict(tuple)
    for user, path in rights.values_list("group__user", "page__path"):
        paths[user] += (path,)
    return {
        (user.pk, origin.pk)
        for user, origin in pairs
        if user.is_active
        and (user.is_superuser or origin.maker_id == user.pk or origin.page.path.startswith(paths[user.pk]))
    }


def can_see_origin(user, origin) -> bool:
    """Whether they may know that the text is there; the twin of `OriginQuerySet.visible_to`."""
    is_published = type(origin).objects.filter(pk=origin.pk).published().exists()
    return is_published or can_keep_origin(user, origin)


def can_answer_credit(user, credit) -> bool:
    """The twin of `CreditQuerySet.of`: their own part; whoever made the text has agreed by making it."""
    return user.is_authenticated and user.is_active and credit.user_id == user.pk
