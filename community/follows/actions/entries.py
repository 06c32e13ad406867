"""What followers are told of the directory: that an organisation is new in it, and that a person has come into a list.

Members' organisations move, and take all their people along: that is no news of each of them.
"""

from wagtail.log_actions import get_active_log_context

from community.follows.matching import lists_with_member, lists_with_organisation
from community.follows.recipients import followers_of
from community.members.audiences import AnyMember
from community.members.models import Member
from community.members.permissions import can_see_member
from website.notifications.actions import MAILED_AT_ONCE, notify
from website.notifications.models import Notification
from website.topics.models import Organisation, Territory

ENTRY = "directory-entry"


def notify_of_organisation(organisation: Organisation) -> None:
    """Tell those who follow a list that a new organisation is in, or where it is."""
    around = Territory.objects.containing([organisation.territory]) if organisation.territory else ()
    _tell([*lists_with_organisation(organisation), *around], organisation, set())


def remember_lists(member: Member) -> None:
    """Before an entry changes: which followed lists it is in, for `notify_of_member`."""
    member.lists_before = set(lists_with_member(member)) if member.pk else set()


def notify_of_member(member: Member) -> None:
    """Tell those who follow a list that this person was not in until now, for all they could see; each of them once.

    Who hid their entry, and shows it again, is no news to those who were told before.
    """
    if not can_see_member(AnyMember(), member):
        return
    lists = [each for each in lists_with_member(member) if each not in member.lists_before]
    if lists:
        rows = Notification.objects.about(Member.objects.filter(pk=member.pk)).filter(kind=ENTRY)
        _tell(lists, member, set(rows.values_list("recipient", flat=True)))


def _tell(things: list, entry: Organisation | Member, but: set[int]) -> None:
    but = {*but, getattr(get_active_log_context().user, "pk", None)}
    recipients = [each for each in followers_of(things, about=entry) if each.person.pk not in but]
    if recipients:
        notify(recipients, ENTRY, entry, at_once=len(recipients) <= MAILED_AT_ONCE)
