"""What the demo's members follow."""

from community.follows.actions.follows import follow
from community.follows.subjects.lists import FollowedList
from community.forum.models import Board
from website.demo.content import load_content


def load_follows(shelf, users: dict) -> None:
    found = {
        "theme": shelf.themes.get,
        "territory": shelf.territories.get,
        "organisation": shelf.organisations.get,
        "member": lambda key: users[key].member,
        "text": shelf.pages.get,
        "board": {board.slug: board for board in Board.objects.all()}.get,
        "topic": shelf.topics.get,
    }
    for row in load_content("follows.toml", "follow"):
        kinds = [kind for kind in found if kind in row]
        things = [found[kind](row[kind]) for kind in kinds] or [FollowedList(row["list"], row.get("filters", ""))]
        for who in row["who"]:
            follow(users[who], things[0], row.get("pace", ""))
