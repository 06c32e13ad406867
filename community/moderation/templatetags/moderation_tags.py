from django import template

from community.moderation import statements
from community.moderation.models import Case, Complaint
from community.moderation.permissions import reviews, shows_queue_link

register = template.Library()


@register.simple_tag
def moderation_desk(user) -> dict | None:
    """Return the number of open cases and complaints for a moderator, or None for other users."""
    if not shows_queue_link(user):
        return None
    open_rows = Case.objects.open().decidable_by(user).values("pk")
    if reviews(user):
        open_rows = open_rows.union(Complaint.objects.open().reviewable_by(user).order_by().values("pk"), all=True)
    return {"waiting": open_rows.count()}


@register.filter
def last_day(suspension) -> str:
    """Return the day on which the suspension ends."""
    return statements.day(suspension.ends_at)


@register.filter
def statement(decision) -> list[dict]:
    """Return the rows of the statement of reasons."""
    return statements.statement(decision)


@register.filter
def ways_to_contest(decision) -> list[str]:
    return statements.ways_to_contest(decision)


@register.filter
def deadline(decision) -> str:
    return statements.deadline(decision)
