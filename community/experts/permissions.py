from community.forum.permissions import can_reply


def can_ask(user, topic) -> bool:
    """Return whether `user` may reply to this question and it has no accepted answer yet."""
    is_open = topic.is_question and not topic.is_answered and not topic.is_locked and topic.post_count > 0
    return is_open and can_reply(user, topic)
