from django.utils.translation import gettext_lazy as _

from community.forum.actions.counters import locked_topic, refresh_counters
from community.forum.actions.drafts import delete_expired_drafts
from community.forum.enums import State
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


def _erase_texts(user, wants_removal: bool) -> None:
    """What nobody else could read goes; what was shown stays, or becomes an empty place where that is asked."""
    Post.objects.filter(author=user, state__in=(State.WAITING, State.DELETED), position=None).delete()
    Topic.objects.filter(author=user, state=State.WAITING).delete()
    touched = set(Topic.objects.filter(posts__author=user).values_list("pk", flat=True))
    Edit.objects.filter(post__author=user).delete()
    own = Post.objects.filter(author=user)
    gone = own if wants_removal else own.filter(state=State.DELETED)
    Attachment.objects.filter(post__in=gone).delete()
    if wants_removal:
        own.update(body="", stored_html="", stored_text="", state=State.DELETED)
    else:
        own.filter(state=State.DELETED).update(body="", stored_html="", stored_text="")
    for pk in sorted(touched):
        refresh_counters(locked_topic(pk))


register_holding(
    Holding(
        name="posts",
        what=_(
            "The topics that you started and your posts, with their files and what they said before you changed them."
        ),
        why=_("They are the conversation."),
        kept_for=_("As long as they are of use, or until you ask for their removal."),
        on_erasure=_("They stay as those of a former member, unless you ask for their removal."),
        models=("forum.Topic", "forum.Post", "forum.Edit", "forum.Attachment"),
        records=_written,
        files=_files,
        erase=_erase_texts,
    )
)
register_holding(
    Holding(
        name="reading",
        what=_("How far you have read, what you thanked for, where you are mentioned, and the groups that you are in."),
        why=_("So that you see what is new to you, and that others see what helped."),
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
        what=_("What you have begun to write in the exchange and not sent."),
        why=_("So that a closed browser loses nothing."),
        kept_for=_("Until you send it or throw it away, for thirty days at most."),
        on_erasure=_("Erased."),
        models=("forum.Draft",),
        records=lambda user: rows(Draft.objects.of(user), "key", "title", "body", "chosen", "updated_at"),
        forget=delete_expired_drafts,
    )
)
