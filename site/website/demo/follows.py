"""Load what the demo's members follow."""

from community.follows.actions.follows import follow
from community.follows.subjects.lists import FollowedList
from community.forum.models import Board
from website.demo.content import load_content


def load_follows(context, users: dict) -> None:
    found = {
        "theme": context.themes.get,
        "territory": context.territories.get,
        "organisation": context.organisations.get,
        "member": lambda key: users[key].member,
        "text": context.pages.get,
        "board": {board.slug: board for board in Board.objects.all()}.get,
        "topic": context.topics.get,
    }
    for row in load_content("follows.toml", "follow"):
        kinds = [kind for kind in found if kind in row]
        targets = [found[kind](row[kind]) for kind in kinds] or [FollowedList(row["list"], row.get("filters", ""))]
        for who in row["who"]:
            follow(users[who], targets[0], row.get("pace", ""))
