"""What somebody might want to follow who follows nothing yet."""

from community.follows import subjects
from community.follows.models import Follow
from community.members.models import Member
from website.topics.models import Theme

MOST = 6


def suggestions(user) -> list:
    """Things close to what their entry in the directory says, then themes; nothing that they follow already."""
    found = []
    entry = Member.objects.filter(user=user).select_related("territory", "organisation").first()
    if entry:
        found += [thing for thing in (entry.territory, entry.organisation) if thing is not None]
        found += entry.expertise.all()
    found += [theme for theme in Theme.objects.all()[: MOST + len(found)] if theme not in found]
    named = subjects.follow_keys(found)
    followed = {follow.key for follow in Follow.objects.of(user).of_keys(named)}
    return [thing for key, thing in named.items() if key not in followed][:MOST]
