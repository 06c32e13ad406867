from django.db import models


class Outcome(models.TextChoices):
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
    Outcome.ALTERED,
    Outcome.EXPIRED,
    Outcome.WRONG_SENDER,
    Outcome.FORGED,
    Outcome.GONE,
    Outcome.NOT_ALLOWED,
    Outcome.UNREADABLE,
    Outcome.EMPTY,
    Outcome.OVER_LONG,
    Outcome.REFUSED,
}
