from community.forum.models.attachments import Attachment
from community.forum.models.boards import Board, BoardMember, ForumPage
from community.forum.models.drafts import Draft
from community.forum.models.posts import Citation, Edit, Mention, Post, Thanks
from community.forum.models.reading import BoardVisit, Reading
from community.forum.models.topics import Topic

__all__ = [
    "Attachment", "Board", "BoardMember", "BoardVisit", "Citation", "Draft", "Edit", "ForumPage", "Mention", "Post",
    "Reading", "Thanks", "Topic",
]  # fmt: skip
