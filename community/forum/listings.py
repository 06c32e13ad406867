from django.utils.translation import gettext_lazy as _

from community.forum.filters import PostFilterSet, TopicFilterSet
from community.forum.models import Board, Post, Topic
from community.members.audiences import level_of
from website.core.listings import Column, Enclosure, Listing, register

URL = Column("url", _("Web address"), lambda item: item.get_absolute_url())


def _files(post: Post | None) -> list[Enclosure]:
    """Return the attachments of a post that is shown; the view of attachments checks who may read the post."""
    if post is None or not post.is_shown:
        return []
    rows = post.attachments.all()
    return [Enclosure(row.url, row.filename, row.media_type, row.size) for row in rows]


DISCUSSIONS = register(
    Listing(
        name="discussions",
        title=_("Forum"),
        items=lambda reader: (
            Topic.objects.listed_for(reader.user).with_card().as_seen_at(level_of(reader.user)).newest()
        ),
        filterset=TopicFilterSet,
        columns=(
            Column("title", _("Title"), lambda item: item.title),
            Column("kind", _("Type"), lambda item: item.get_kind_display()),
            Column("board", _("Board"), lambda item: item.board.name),
            Column("language", _("Language"), lambda item: item.language),
            Column("themes", _("Themes"), lambda item: [row.name for row in item.themes.all()]),
            Column("territories", _("Territories"), lambda item: [row.name for row in item.territories.all()]),
            Column("posts", _("Posts"), lambda item: item.post_count),
            Column("answered", _("Answered"), lambda item: _("yes") if item.is_answered else _("no")),
            Column("started", _("Started"), lambda item: item.created_at),
            Column("last_post", _("Last post"), lambda item: item.last_post_at),
            URL,
        ),
        item_template="forum/topic_card.html",
        empty_text=_("Questions and calls for experience will appear here. Ask the first question."),
        updated=lambda item: item.last_post_at,
        feed_order=("-last_post_at", "-pk"),
        feed_related=("themes", "territories", "last_post__attachments"),
        # An entry contains the text of the newest post, so it comes with the files of that post.
        enclosures=lambda item: _files(item.last_post),
        personalise=Topic.objects.mark,
        shared_by=Board.objects.view_of,
        own_filters=("standing", "readable"),
        followed_by=("q", "kind", "theme", "territory", "language"),
    )
)

POSTS = register(
    Listing(
        name="posts",
        title=_("Posts"),
        items=lambda reader: (
            Post.objects.listed_for(reader.user).with_card().as_seen_at(level_of(reader.user)).newest()
        ),
        filterset=PostFilterSet,
        columns=(
            Column("topic", _("Topic"), lambda item: item.topic.title),
            Column("position", _("Number"), lambda item: item.position),
            Column("written", _("Posted"), lambda item: item.created_at),
            Column("text", _("Text"), lambda item: item.text),
            URL,
        ),
        item_template="forum/post_card.html",
        empty_text=_("Posts will appear here."),
        updated=lambda item: item.edited_at or item.created_at,
        formats=("atom", "json"),
        feed_order=("-created_at", "-pk"),
        feed_related=("attachments",),
        enclosures=_files,
        is_searched=False,
    )
)
