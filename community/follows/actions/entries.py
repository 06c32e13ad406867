"""Notify followers of new organisations in the directory and of members who enter a followed list.

An organisation that moves takes its members into other lists; this does not notify anybody.
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
    """Notify the followers of the lists that contain a new organisation and of the territories around it."""
    territories = Territory.objects.containing([organisation.territory]) if organisation.territory else ()
    _notify_followers([*lists_with_organisation(organisation), *territories], organisation, set())


def remember_lists(member: Member) -> None:
    """Store the followed lists that an entry is in before it changes, for `notify_of_member`."""
    member.lists_before = set(lists_with_member(member)) if member.pk else set()


def notify_of_member(member: Member) -> None:
    """Notify the followers of each list that the member has entered, once per recipient.

    A member who hides their entry and shows it again does not notify the same recipients twice.
    """
    if not can_see_member(AnyMember(), member):
        return
    lists = [each for each in lists_with_member(member) if each not in member.lists_before]
    if lists:
        rows = Notification.objects.about(Member.objects.filter(pk=member.pk)).filter(kind=ENTRY)
        _notify_followers(lists, member, set(rows.values_list("recipient", flat=True)))


def _notify_followers(things: list, entry: Organisation | Member, excluded: set[int]) -> None:
    excluded = {*excluded, getattr(get_active_log_context().user, "pk", None)}
    recipients = [each for each in followers_of(things, about=entry) if each.person.pk not in excluded]
    if recipients:
        notify(recipients, ENTRY, entry, at_once=len(recipients) <= MAILED_AT_ONCE)
