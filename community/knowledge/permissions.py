"""Who may create a text from a topic, manage its contributions, and answer for their own contribution."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import page_permission_policy

from community.forum.enums import BoardAudience, State
from community.forum.permissions import can_moderate, can_see_topic
from community.knowledge.enums import TextKind
from community.moderation.permissions import may_write
from experiences.sheets.models import SheetIndexPage
from experiences.sheets.permissions import can_write_sheets
from website.faq.models import FaqIndexPage
from website.library.models import ToolIndexPage

INDEXES = {TextKind.SHEET: SheetIndexPage, TextKind.TOOL: ToolIndexPage, TextKind.ANSWER: FaqIndexPage}


def index_for(kind: TextKind, topic) -> Page | None:
    """Return the section for texts of this kind in the topic's language."""
    return INDEXES[kind].objects.filter(locale__language_code=topic.language).first()


def _may_reuse(user, topic) -> bool:
    """Return whether `user` may reuse the topic. In a closed group only moderators may, as the text is for others."""
    if not may_write(user, topic.board) or topic.merged_into_id or topic.state != State.SHOWN:
        return False
    if topic.board.audience == BoardAudience.GROUP:
        return can_moderate(user, topic.board)
    return can_see_topic(user, topic)


def _takes_part(user, topic) -> bool:
    return State.SHOWN in topic.own_states(user) or can_moderate(user, topic.board)


def _may_add(user, kind: TextKind, topic) -> bool:
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    index = index_for(kind, topic)
    return index is not None and index.permissions_for_user(user).can_add_subpage()


def can_create_text(user, topic, kind: TextKind) -> bool:
    if not _may_reuse(user, topic):
        return False
    if kind == TextKind.SHEET:
        return can_write_sheets(user) and _takes_part(user, topic)
    return _may_add(user, kind, topic)


def kinds_for(user, topic) -> list[TextKind]:
    """Return the kinds of text that `user` may create from the topic."""
    return [kind for kind in TextKind if can_create_text(user, topic, kind)]


def can_manage_provenance(user, provenance) -> bool:
    """Return whether `user` created the text or may publish it. Same rule as `ProvenanceQuerySet.managed_by`."""
    if not (user.is_authenticated and user.is_active):
        return False
    if provenance.creator_id == user.pk:
        return True
    return page_permission_policy.user_has_permission_for_instance(user, "publish", provenance.page)


def managers_of(provenance):
    """Return the creator of the text and those who may publish it; superusers only if nobody else may publish it."""
    publishers = page_permission_policy.users_with_permission_for_instance("publish", provenance.page, False)
    if not publishers.exists():
        publishers = page_permission_policy.users_with_permission_for_instance("publish", provenance.page)
    found = Q(pk__in=publishers.values("pk")) | Q(pk=provenance.creator_id)
    return get_user_model().objects.filter(found, is_active=True).order_by("pk")


def managed_pairs(pairs) -> set[tuple[int, int]]:
    """Check `can_manage_provenance` for many pairs of an account and a provenance in one statement.

    Return the pairs that pass, as pairs of keys.
    """
    rights = GroupPagePermission.objects.filter(
        permission__codename="publish_page", group__user__in={user.pk for user, _provenance in pairs}
    )
    paths = defaultdict(tuple)
    for user, path in rights.values_list("group__user", "page__path"):
        paths[user] += (path,)
    return {
        (user.pk, provenance.pk)
        for user, provenance in pairs
        if user.is_active
        and (user.is_superuser or provenance.creator_id == user.pk or provenance.page.path.startswith(paths[user.pk]))
    }


def can_see_provenance(user, provenance) -> bool:
    """Return whether `user` may know that the text exists. Same rule as `ProvenanceQuerySet.visible_to`."""
    is_published = type(provenance).objects.filter(pk=provenance.pk).published().exists()
    return is_published or can_manage_provenance(user, provenance)


def can_answer_contribution(user, contribution) -> bool:
    """Return whether the contribution is the user's own. Same rule as `ContributionQuerySet.of`."""
    return user.is_authenticated and user.is_active and contribution.user_id == user.pk
