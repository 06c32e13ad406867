from django.utils.translation import gettext_lazy as _

from community.forum.actions.drafts import delete_expired_drafts
from community.forum.actions.erasing import erase_posts
from community.forum.models import (
    Attachment,
    BoardMember,
    BoardVisit,
    Draft,
    Edit,
    Mention,
    Post,
    Reading,
    Thanks,
    Topic,
)
from website.core.personal_data import Holding, register_holding, rows


def _written(user) -> list[dict]:
    return [
        {
            "topics": rows(Topic.objects.filter(author=user), "title", "language", "kind", "created_at", "state"),
            "posts": rows(Post.objects.filter(author=user), "topic__title", "body", "created_at", "edited_at", "state"),
            "earlier_versions": rows(Edit.objects.filter(post__author=user), "post", "body", "reason", "edited_at"),
            "files": rows(Attachment.objects.filter(post__author=user), "post", "title", "size"),
        }
    ]


def _files(user):
    for row in Attachment.objects.filter(post__author=user).order_by("post", "position"):
        yield f"{row.post_id}-{row.position}-{row.filename}", row.file


register_holding(
    Holding(
        name="posts",
        what=_("The topics you started and your posts, with their files and earlier versions."),
        why=_("To keep the discussions complete."),
        kept_for=_("As long as they are useful, or until you ask us to remove them."),
        on_erasure=_("They stay, shown as from a former member, unless you ask us to remove them."),
        models=("forum.Topic", "forum.Post", "forum.Edit", "forum.Attachment"),
        records=_written,
        files=_files,
        erase=erase_posts,
    )
)
register_holding(
    Holding(
        name="reading",
        what=_(
            "How far you have read, the posts you thanked for, where you are mentioned, and the groups you belong to."
        ),
        why=_("So that you see what is new to you, and others see what was helpful."),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Erased."),
        models=("forum.Reading", "forum.BoardVisit", "forum.Thanks", "forum.Mention", "forum.BoardMember"),
        records=lambda user: [
            {
                "read": rows(Reading.objects.filter(user=user), "topic__title", "position"),
                "boards_read": rows(BoardVisit.objects.filter(user=user), "board__slug", "read_until"),
                "thanks": rows(Thanks.objects.filter(user=user), "post", "created_at"),
                "mentions": rows(Mention.objects.filter(user=user), "post"),
                "groups": rows(BoardMember.objects.filter(user=user), "board__slug", "is_moderator"),
            }
        ],
    )
)
register_holding(
    Holding(
        name="post-drafts",
        what=_("Posts in the forum that you started to write and have not sent."),
        why=_("So that you do not lose your text if your browser closes."),
        kept_for=_("Until you send or delete the draft, for up to 30 days."),
        on_erasure=_("Erased."),
        models=("forum.Draft",),
        records=lambda user: rows(Draft.objects.of(user), "key", "title", "body", "chosen", "updated_at"),
        forget=delete_expired_drafts,
    )
)
