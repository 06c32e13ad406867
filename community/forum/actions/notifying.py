"""Who hears of a post: those it names, those it answers, and those who follow what it belongs to."""

from community.follows.matching import lists_with
from community.follows.recipients import followers_of
from community.forum.models import Post
from community.forum.permissions import who_sees
from community.members.models import Member
from website.core.listings import Reader
from website.core.models import Text
from website.core.sections import active_locale
from website.notifications.actions import MAILED_AT_ONCE, notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient
from website.topics.models import Territory

NEW_TOPIC, NEW_POST = "forum-topic", "forum-post"


def notify_about(post: Post) -> None:
    """Tell everybody once, in the transaction of the post; its author, and who may not see it, nothing.

    A new topic is news to whoever follows its board, its themes, its territories, its author, what it hangs on or a list
    that it is in; a post after that to whoever follows the topic.
    """
    topic, is_new = post.topic, post.position == 1
    direct = [*_mentioned(post), *_concerned(topic, is_new)]
    things = [*_belongs_to(topic), *_lists_with(post)] if is_new else [topic]
    recipients = [*_who_may_see(direct, topic), *followers_of(things, but=post.author, about=topic)]
    _notify(recipients, NEW_TOPIC if is_new else NEW_POST, post)


def notify_mentioned(post: Post, people: list) -> None:
    """Those whom a changed post names for the first time."""
    named = [Recipient(person, NotificationReason.MENTIONED) for person in people]
    _notify(_who_may_see(named, post.topic), NEW_POST, post)


def _notify(recipients: list[Recipient], kind: str, post: Post) -> None:
    recipients = [recipient for recipient in recipients if recipient.person.pk != post.author_id]
    if recipients:
        notify(recipients, kind, post, at_once=len(recipients) <= MAILED_AT_ONCE)


def _mentioned(post: Post) -> list[Recipient]:
    return [Recipient(mention.user, NotificationReason.MENTIONED) for mention in post.mentions.select_related("user")]


def _concerned(topic, is_new: bool) -> list[Recipient]:
    """Who asked hears each answer, and the author of a text each topic that hangs on it."""
    if not is_new:
        return [Recipient(topic.author, NotificationReason.CONCERNED, topic)] if topic.author else []
    page = topic.target.original if isinstance(topic.target, Text) else None
    return [Recipient(page.owner, NotificationReason.CONCERNED, page)] if page and page.owner else []


def _who_may_see(recipients: list[Recipient], topic) -> list[Recipient]:
    seen = who_sees([(recipient.person, topic.board) for recipient in recipients])
    return [recipient for recipient in recipients if (recipient.person.pk, topic.board_id) in seen]


def _belongs_to(topic) -> list:
    territories = list(topic.territories.all())
    things = [topic.board, *topic.themes.all(), *(Territory.objects.containing(territories) if territories else ())]
    if isinstance(topic.target, Text):
        things += [page.specific for page in [topic.target.original] if page is not None]
    elif topic.target is not None:
        things.append(topic.target)
    return [*things, *Member.objects.filter(user=topic.author).select_related("user")]


def _lists_with(post: Post) -> list:
    """As its author sees them: who else may see the topic is asked of each who follows them."""
    return lists_with(post.topic, Reader(post.author, active_locale()), post) if post.author else []
