"""What pages of other rooms show of moderation."""

from django import template

from community.moderation import statements
from community.moderation.models import Case, Complaint
from community.moderation.permissions import has_desk, reviews

register = template.Library()


@register.simple_tag
def moderation_desk(user) -> dict | None:
    """How much waits, for whoever decides on anything; None for everybody else."""
    if not has_desk(user):
        return None
    waiting = Case.objects.open().decidable_by(user).values("pk")
    if reviews(user):
        waiting = waiting.union(Complaint.objects.open().reviewable_by(user).order_by().values("pk"), all=True)
    return {"waiting": waiting.count()}


@register.filter
def last_day(suspension) -> str:
    """Until when it holds."""
    return statements.day(suspension.ends_at)


@register.filter
def statement(decision) -> list[dict]:
    """What the person concerned is told of a decision."""
    return statements.statement(decision)


@register.filter
def ways_to_contest(decision) -> list[str]:
    return statements.ways_to_contest(decision)


@register.filter
def deadline(decision) -> str:
    return statements.deadline(decision)
