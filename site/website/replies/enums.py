from django.db import models


class MailOutcome(models.TextChoices):
    """The outcome of an inbound mail."""

    POSTED = "posted"
    AUTOMATIC = "automatic"
    LOOP = "loop"
    SPAM = "spam"
    UNADDRESSED = "unaddressed"
    ALTERED = "altered"
    EXPIRED = "expired"
    CLOSED = "closed"
    WRONG_SENDER = "wrong_sender"
    FORGED = "forged"
    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    OVER_LONG = "over_long"
    REFUSED = "refused"


# Other outcomes are not answered: the sender is a machine, unknown, or has a closed account.
ANSWERED = {
    MailOutcome.ALTERED,
    MailOutcome.EXPIRED,
    MailOutcome.WRONG_SENDER,
    MailOutcome.FORGED,
    MailOutcome.GONE,
    MailOutcome.NOT_ALLOWED,
    MailOutcome.UNREADABLE,
    MailOutcome.EMPTY,
    MailOutcome.OVER_LONG,
    MailOutcome.REFUSED,
}
