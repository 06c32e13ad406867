"""The pages of a topic."""

from collections import defaultdict
from copy import copy
from itertools import chain

from django.db.models import Count, Min
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.forum import targets
from community.forum.actions.reading import mark_read
from community.forum.forms import PostForm
from community.forum.listings import POSTS
from community.forum.models import Board, Citation, Draft, ForumPage, Post, Reading, Topic
from community.forum.models.topics import POSTS_PER_PAGE
from community.forum.permissions import can_accept_answer, can_moderate, can_reply, can_see_topic, is_member
from community.forum.querysets import new_since
from community.forum.texts import for_editing
from community.members.audiences import MemberView, level_of, name_at
from community.moderation.permissions import suspension_at
from website.accounts.models import User
from website.accounts.permissions import sign_in_required
from website.core.caching import FragmentCache, PublicPageCache, cache_key, recorded
from website.core.filters import numbered_page, page_number
from website.core.listings import Reader
from website.core.sections import active_locale, breadcrumbs_to
from website.notifications.actions import mark_seen

MOST_PEOPLE = 12
MOST_CITED = 8


def get_visible_topic(request, pk: int) -> Topic:
    """Return the topic if the reader may see it, else raise `Http404`."""
    topic = get_object_or_404(Topic.objects.select_related("board"), pk=pk)
    if not can_see_topic(request.user, topic):
        raise Http404
    return topic


@require_safe
@recorded
def discussion(request, pk):
    topic = get_visible_topic(request, pk)
    if topic.merged_into_id:
        return redirect(topic.merged_into)
    return topic_page(request, topic)


def get_draft(user, key: str) -> Draft | None:
    return Draft.objects.of(user).filter(key=key).first()


def topic_page(request, topic: Topic, form=None, quoted: str = "", status: int = 200):
    """Render one page of the topic with the answer form: `form` if it was sent, else a new one with the draft and `quoted`."""
    page = numbered_page(range(1, topic.last_position + 1), POSTS_PER_PAGE, page_number(request.GET))
    may_moderate = can_moderate(request.user, topic.board)
    page_cache = PublicPageCache(None if request.user.is_authenticated else _cache_key(request, topic, page.number))
    # Moderators see posts that others do not, so nothing is cached for them.
    shared = FragmentCache(
        _cache_key(request, topic, page.number) if is_member(request.user) and not may_moderate else None
    )
    context = {
        "topic": topic,
        "page_cache": page_cache,
        "shared": shared,
        "may_moderate": may_moderate,
        "canonical": request.build_absolute_uri(topic.get_absolute_url()),
        "feed_url": f"{reverse('feed', args=[POSTS.name, 'atom'])}?topic={topic.pk}",
    }
    if not page_cache.is_filled:
        context |= _topic_context(request, topic, page, may_moderate, shared)
        context |= _answer_context(request, topic, form, quoted)
    response = TemplateResponse(request, "forum/topic.html", context, status=status)
    response.add_post_render_callback(page_cache.store)
    response.add_post_render_callback(shared.store)
    return response


def _cache_key(request, topic: Topic, number: int) -> str:
    """Return the cache key, which readers who see the same boards share."""
    view = Board.objects.view_of(request.user) if request.user.is_authenticated else ""
    return cache_key("topic", topic.pk, number, request.get_host(), view)


def _topic_context(request, topic: Topic, page, may_moderate: bool, shared: FragmentCache) -> dict:
    user, reader = request.user, Reader(request.user, active_locale())
    read_position = _read_position(user, topic)
    posts, waiting = _posts_on_page(topic, page, user, may_moderate, shared)
    if posts and is_member(user):
        _mark_posts_read(user, topic, posts, read_position)
    context = {
        "posts": posts,
        "waiting": waiting,
        "page_of_posts": page,
        "suspension": suspension_at(user, topic.board),
        "may_accept": can_accept_answer(user, topic),
        "trail": [*breadcrumbs_to(ForumPage), {"title": topic.board.name, "url": topic.board.get_absolute_url()}],
    }
    uncached = [post for post in posts if post.text_part not in shared]
    if "aside" not in shared or uncached or waiting:
        cited = _cited_targets(topic, [*uncached, *waiting], reader)
        context |= {"facts": _facts(topic, reader), "people": _participants(topic, user), "cited": cited}
    return context


def _answer_context(request, topic: Topic, form, quoted: str) -> dict:
    """Return the context of the answer form; `form` is None if the reader may not answer."""
    if not can_reply(request.user, topic):
        return {"form": None}
    key, draft = f"topic-{topic.pk}", None
    if form is None:
        draft = get_draft(request.user, key)
        draft_text = [for_editing(draft.body, request.user).rstrip()] if draft else []
        form = PostForm(initial={"body": "\n\n".join([*draft_text, quoted] if quoted else draft_text)})
    return {"form": form, "draft_key": key, "draft": draft}


def _mark_posts_read(user, topic: Topic, posts: list[Post], read_position: int) -> None:
    """Set `is_new` on the posts of the page, and mark the posts and notifications about them as read."""
    since = new_since(user)
    for post in posts:
        post.is_new = post.position > read_position and post.created_at > since and not post.is_own
    if posts[-1].position > read_position:
        mark_read(user, topic, posts[-1].position)
    mark_seen(user, Post.objects.filter(pk__in=[post.pk for post in posts]))


def _posts_on_page(
    topic: Topic, page, user, may_moderate: bool, shared: FragmentCache
) -> tuple[list[Post], list[Post]]:
    """Return the posts of a page, and the waiting posts that `user` may see as their author or a moderator.

    Posts that `user` may not read are included without their text and files.
    """
    first, last = (page.object_list[0], page.object_list[-1]) if page.object_list else (0, 0)
    rows = Post.objects.on_page(topic, first, last).with_people().with_files().with_thanks()
    rows = rows.as_seen_at(level_of(user))
    posts = [_prepared_for(copy(post), topic, user, may_moderate) for post in shared.value("posts", lambda: list(rows))]
    rows = Post.objects.waiting_in(topic, user, may_moderate).with_people_and_files().as_seen_at(level_of(user))
    waiting = [_prepared_for(post, topic, user, may_moderate) for post in rows]
    Post.objects.mark([*posts, *waiting], user)
    return posts, waiting


def _prepared_for(post: Post, topic: Topic, user, may_moderate: bool) -> Post:
    post.topic, post.is_new = topic, False
    post.is_own = is_member(user) and post.author_id == user.pk
    is_readable = post.is_shown or post.is_own or may_moderate
    if not is_readable:
        post.stored_html = ""
    files = list(post.attachments.all()) if is_readable else []
    post.photos = [file for file in files if file.is_image]
    post.documents = [file for file in files if not file.is_image]
    # The names of the cached parts. Posts that not everybody may read are not cached.
    post.head_part, post.text_part = (f"head-{post.pk}", f"text-{post.pk}") if post.is_shown else ("", "")
    return post


def _read_position(user, topic: Topic) -> int:
    if not is_member(user):
        return 0
    return Reading.objects.filter(user=user, topic=topic).values_list("position", flat=True).first() or 0


def _facts(topic: Topic, reader: Reader) -> list[dict]:
    facts = [{"label": _("Board"), "value": topic.board.name, "url": topic.board.get_absolute_url()}]
    if topic.target_id:
        key = (topic.target_type_id, topic.target_id)
        if about := targets.visible_targets([key], reader).get(key):
            facts.append({"label": _("About"), "value": about.title, "url": about.url})
    facts += [
        {"label": territory.get_kind_display(), "value": territory.name, "url": territory.get_absolute_url()}
        for territory in topic.territories.all()
    ]
    started = date_format(localtime(topic.created_at), "DATE_FORMAT")
    return [*facts, {"label": _("Started"), "value": started}]


def _participants(topic: Topic, user) -> list[dict]:
    """Return the authors with the most posts, as the reader may see them."""
    rows = User.objects.filter(posts__topic=topic, posts__state="shown", is_active=True)
    rows = rows.annotate(number=Count("posts"), first=Min("posts__position")).order_by("-number", "first")
    rows = rows.select_related("member__organisation", "member__territory")[:MOST_PEOPLE]
    return [{**_person(row, user), "number": row.number} for row in rows]


def _person(row: User, reader) -> dict:
    member = getattr(row, "member", None)
    if member is None:
        return {"name": name_at(level_of(reader), row) or _("A member"), "url": "", "place": ""}
    shown = MemberView(member, level_of(reader))
    if not shown.is_listed:
        return {"name": _("A member"), "url": "", "place": ""}
    return {"name": shown.name, "url": member.get_absolute_url(), "place": shown.place}


def _cited_targets(topic: Topic, posts: list[Post], reader: Reader) -> list[targets.Target]:
    """Return what the topic cites, the newest first; set `cards` on `posts`: what each of them cites, if it has a text."""
    rows = Citation.objects.filter(post__topic=topic, post__state="shown").order_by("-post__position", "pk")
    newest = list(dict.fromkeys(rows.values_list("target_type", "target_id")[:50]))
    own = defaultdict(list)
    readable = [post.pk for post in posts if post.stored_html]
    for pk, *key in (
        Citation.objects.filter(post__in=readable).order_by("pk").values_list("post", "target_type", "target_id")
    ):
        own[pk].append(tuple(key))
    found = targets.visible_targets({*newest, *chain.from_iterable(own.values())}, reader)
    for post in posts:
        post.cards = [found[key] for key in own[post.pk] if key in found]
    return [found[key] for key in newest if key in found][:MOST_CITED]


@require_safe
@sign_in_required
def first_unread(request, pk):
    """Redirect to the first post that the reader has not read, or to the last one."""
    topic = get_visible_topic(request, pk)
    unread = topic.posts.filter(state="shown", position__gt=_read_position(request.user, topic)).order_by("position")
    post = unread.first() or topic.last_post
    if post is None:
        raise Http404
    return redirect(post_url(post))


def post_url(post: Post) -> str:
    """Return the URL of the page of the topic that shows the post, with its fragment."""
    number = post.topic.page_of(post.position or post.topic.last_position)
    query = f"?page={number}" if number > 1 else ""
    return f"{post.topic.get_absolute_url()}{query}#post-{post.pk}"
