from django.conf import settings
from django.db import models
from django.utils import timezone

from community.forum.models.boards import Board
from community.forum.models.topics import Topic


class Reading(models.Model):
    """The last position of a topic that somebody has read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_mark_per_person_and_topic")]

    def __str__(self):
        return f"{self.user_id} in topic {self.topic_id} up to {self.position}"


class BoardVisit(models.Model):
    """When somebody last marked all of a board as read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, models.CASCADE, related_name="visits")
    read_until = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="one_visit_per_person_and_board")]

    def __str__(self):
        return f"{self.user_id} in board {self.board_id}"
