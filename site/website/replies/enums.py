from django.db import models


class MailOutcome(models.TextChoices):
    """What became of a mail that came in."""

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


# Whoever sent any other is not told: a machine, a stranger, or somebody whose account is closed.
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
