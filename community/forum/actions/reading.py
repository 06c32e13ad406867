"""Read marks of topics and boards."""

from django.utils import timezone

from community.forum.models import BoardVisit, Reading, Topic


def mark_read(user, topic: Topic, position: int) -> None:
    """Store that `user` has read the topic up to `position`. A mark never moves back.

    Nothing is stored if the topic has been merged or has fewer posts by now: later posts would count as read.
    """
    marks = Reading.objects.filter(user=user, topic=topic, topic__last_position__gte=position)
    if marks.filter(position__lt=position).update(position=position):
        return
    unmarked = Topic.objects.filter(pk=topic.pk, merged_into=None, last_position__gte=position)
    if unmarked.exclude(readings__user=user).exists():
        Reading.objects.bulk_create([Reading(user=user, topic=topic, position=position)], ignore_conflicts=True)


def mark_boards_read(user, boards) -> None:
    """Mark all present posts of these boards as read by `user`."""
    now = timezone.now()
    BoardVisit.objects.bulk_create(
        [BoardVisit(user=user, board=board, read_until=now) for board in boards],
        update_conflicts=True,
        unique_fields=["user", "board"],
        update_fields=["read_until"],
    )
