"""Suggestions for users who do not follow anything yet."""

from community.follows import subjects
from community.follows.models import Follow
from community.members.models import Member
from website.topics.models import Theme

MAX_SUGGESTIONS = 6


def suggestions(user) -> list:
    """Return things from the user's entry in the directory, then themes, without what they follow already."""
    found = []
    entry = Member.objects.filter(user=user).select_related("territory", "organisation").first()
    if entry:
        found += [thing for thing in (entry.territory, entry.organisation) if thing is not None]
        found += entry.expertise.all()
    found += [theme for theme in Theme.objects.all()[: MAX_SUGGESTIONS + len(found)] if theme not in found]
    by_key = subjects.follow_keys(found)
    followed = {follow.key for follow in Follow.objects.of(user).of_keys(by_key)}
    return [thing for key, thing in by_key.items() if key not in followed][:MAX_SUGGESTIONS]
