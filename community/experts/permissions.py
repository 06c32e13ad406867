from community.forum.permissions import can_reply


def can_ask(user, topic) -> bool:
    """Whoever may answer an open question, as long as none of its answers was accepted."""
    is_open = topic.is_question and not topic.is_answered and not topic.is_locked and topic.post_count > 0
    return is_open and can_reply(user, topic)
