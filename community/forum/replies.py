"""Replies by email to notifications about topics become posts."""

from community.forum.actions.posting import add_post
from community.forum.models import Topic
from community.forum.permissions import can_reply
from community.forum.validators import validate_newcomer_links, validate_newcomer_pace
from website.replies.handlers import ReplyHandler, register_handler


def _deliver(user, topic: Topic, text: str, files: list, message_id: str) -> str:
    validate_newcomer_links(user, text)
    validate_newcomer_pace(user)
    return add_post(user, topic, text, files).get_absolute_url()


register_handler(ReplyHandler(model=Topic, deliver=_deliver, can_reply=can_reply))
