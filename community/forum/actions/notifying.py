"""Notifications about posts: to the people they mention, the author of the topic or text, and followers."""

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
    """Notify each recipient once, in the transaction of the post. Its author and people who may not see it are left out.

    The first post notifies followers of the board, themes, territories, author and target of the topic, and of lists that
    contain the topic. A later post notifies followers of the topic.
    """
    topic, is_new = post.topic, post.position == 1
    direct = _only_readers([*_mention_recipients(post), *_concerned_recipients(topic, is_new)], topic)
    targets = [*_followed_targets(topic), *_lists_containing(post)] if is_new else [topic]
    followers = followers_of(targets, but=post.author, about=topic)
    _notify([*direct, *followers], NEW_TOPIC if is_new else NEW_POST, post)


def notify_mentioned(post: Post, people: list) -> None:
    """Notify people whom an edited post mentions for the first time."""
    recipients = [Recipient(person, NotificationReason.MENTIONED) for person in people]
    _notify(_only_readers(recipients, post.topic), NEW_POST, post)


def _notify(recipients: list[Recipient], kind: str, post: Post) -> None:
    recipients = [recipient for recipient in recipients if recipient.person.pk != post.author_id]
    if recipients:
        notify(recipients, kind, post, at_once=len(recipients) <= MAILED_AT_ONCE)


def _mention_recipients(post: Post) -> list[Recipient]:
    return [Recipient(mention.user, NotificationReason.MENTIONED) for mention in post.mentions.select_related("user")]


def _concerned_recipients(topic, is_new: bool) -> list[Recipient]:
    """Return the author of the topic for an answer, or the owner of the text that a new topic is about."""
    if not is_new:
        return [Recipient(topic.author, NotificationReason.CONCERNED, topic)] if topic.author else []
    page = topic.target.original if isinstance(topic.target, Text) else None
    return [Recipient(page.owner, NotificationReason.CONCERNED, page)] if page and page.owner else []


def _only_readers(recipients: list[Recipient], topic) -> list[Recipient]:
    readable = who_sees([(recipient.person, topic.board) for recipient in recipients])
    return [recipient for recipient in recipients if (recipient.person.pk, topic.board_id) in readable]


def _followed_targets(topic) -> list:
    territories = list(topic.territories.all())
    targets = [topic.board, *topic.themes.all(), *(Territory.objects.containing(territories) if territories else ())]
    if isinstance(topic.target, Text):
        targets += [page.specific for page in [topic.target.original] if page is not None]
    elif topic.target is not None:
        targets.append(topic.target)
    return [*targets, *Member.objects.filter(user=topic.author).select_related("user")]


def _lists_containing(post: Post) -> list:
    """Return the lists that contain the topic for its author. `followers_of` leaves out followers who may not see it."""
    return lists_with(post.topic, Reader(post.author, active_locale()), post) if post.author else []
