"""Actions of moderation. The second of two simultaneous decisions fails with an exception that names the first."""
