"""Members ask somebody who may know."""

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
    """They are not, or no longer, among those who can be asked about this; why is theirs to know."""


@transaction.atomic
def ask_expert(user, topic: Topic, whom: Member | Organisation, *, moment: datetime | None = None) -> None:
    """Ask one of those whom `who_can_help` offers to `user`; once, however often the button is pressed.

    An organisation's editors are asked, as far as they agree. Raises `PermissionDenied` where the question is no longer
    open, `NotACandidate` where they cannot be asked any more. Where it is as of an earlier `moment`, nobody is told.
    """
    topic = locked_topic(topic.pk)
    if not can_ask(user, topic):
        raise PermissionDenied
    _hold(whom)
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


def _hold(whom: Member | Organisation) -> None:
    """Those to be asked, until this ends and in the same order whoever asks: nobody else asks them in between."""
    held = Member.objects.select_for_update(of=("self",)).order_by("pk")
    if isinstance(whom, Organisation):
        list(held.filter(user__edited_organisations__organisation=whom).values_list("pk"))
    else:
        list(held.filter(pk=whom.pk).values_list("pk"))
