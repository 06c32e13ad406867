"""Asking a member or an organisation for help with a question."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.experts.models import Ask
from community.experts.permissions import can_ask
from community.experts.ranking import editors_to_ask, who_can_help
from community.forum.actions.locking import locked_topic
from community.forum.enums import State
from community.forum.models import Topic
from community.members.models import Member
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient
from website.topics.models import Organisation

QUESTION_ASKED = "question-asked"


class NotACandidate(Exception):
    """The member or organisation cannot be asked about this topic. The reason is private and not given."""


@transaction.atomic
def ask_expert(user, topic: Topic, whom: Member | Organisation, *, moment: datetime | None = None) -> None:
    """Ask `whom`, one of the candidates that `who_can_help` offers to `user`. Do nothing if they were asked already.

    Asking an organisation asks those of its editors who accept questions. With a `moment` in the past, nobody is
    notified. Raises `PermissionDenied` if the question is no longer open, and `NotACandidate` if `whom` is not offered.
    """
    topic = locked_topic(topic.pk)
    if not can_ask(user, topic):
        raise PermissionDenied
    _lock_members(whom)
    offered = {candidate.subject: candidate for candidate in who_can_help(topic, user)}
    if whom not in offered:
        raise NotACandidate
    if offered[whom].asked_at:
        return
    organisation = whom if isinstance(whom, Organisation) else None
    members = editors_to_ask(topic, organisation, user) if organisation else [offered[whom].subject]
    question = topic.posts.filter(state=State.SHOWN).order_by("position").first()
    for member in members:
        row = Ask.objects.create(
            topic=topic, member=member, organisation=organisation, asked_by=user, created_at=moment or timezone.now()
        )
        if moment is None:
            notify([Recipient(member.user, NotificationReason.ASKED, row)], QUESTION_ASKED, question)


def _lock_members(whom: Member | Organisation) -> None:
    """Lock the rows of the members to ask, in a fixed order, so that concurrent requests respect their monthly limit."""
    rows = Member.objects.select_for_update(of=("self",)).order_by("pk")
    if isinstance(whom, Organisation):
        list(rows.filter(user__edited_organisations__organisation=whom).values_list("pk"))
    else:
        list(rows.filter(pk=whom.pk).values_list("pk"))
