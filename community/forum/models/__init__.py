from community.forum.models.boards import Board, BoardMember, ForumPage
from community.forum.models.posts import Citation, Edit, Mention, Post, Thanks
from community.forum.models.reading import BoardVisit, Reading
from community.forum.models.topics import Topic

__all__ = [
    "Board", "BoardMember", "BoardVisit", "Citation", "Edit", "ForumPage", "Mention", "Post", "Reading", "Thanks", "Topic",
]  # fmt: skip
