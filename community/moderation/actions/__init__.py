"""Every change of moderation. Of two who decide on one thing, the second is told of the first."""
