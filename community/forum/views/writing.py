"""Views with forms to write topics and posts."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.forum import targets
from community.forum.actions import posting
from community.forum.actions.drafts import discard_draft
from community.forum.enums import State, TopicKind
from community.forum.forms import DraftKeyForm, EditForm, PostForm, TopicForm, draft_initial
from community.forum.models import Board, ForumPage, Post
from community.forum.permissions import can_edit_post, can_see_post
from community.forum.references import references_in
from community.forum.texts import for_editing, render_post
from community.forum.validators import validate_newcomer_pace
from community.forum.views.posts import get_visible_post
from community.forum.views.topics import get_draft, get_visible_topic, post_url, topic_page
from community.members.audiences import level_of
from community.moderation.permissions import suspension_at
from website.accounts.permissions import sign_in_required
from website.core.listings import Reader
from website.core.models import Text
from website.core.sections import active_locale, breadcrumbs_to
from website.core.views import missing_is_404


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def topic_new(request):
    """Start a topic. Query parameters: the slug of the `board`, `about`, the URL of the target, and `draft`, the key of
    a draft whose target has no URL any more.
    """
    about, draft = targets.target_at(request.GET.get("about", "")), None
    if about is not None and not targets.can_see(request.user, about):
        about = None
    key = _draft_key(request, about)
    if request.method == "POST":
        form = TopicForm(request.POST, request.FILES, writer=request.user)
        if form.is_valid() and not _exceeds_pace(request, form):
            fields = form.cleaned_data
            topic = posting.start_topic(request.user, fields.pop("board"), target=about, **fields)
            discard_draft(request.user, key)
            if topic.state == State.WAITING:
                messages.info(request, _waiting_message())
            return redirect(topic)
    else:
        draft = get_draft(request.user, key)
        form = TopicForm(writer=request.user, initial=_initial(request, about) | draft_initial(draft, request.user))
    boards = form.fields["board"].rows
    context = {
        "form": form if boards else None,
        "board": None,
        "draft_key": key,
        "draft": draft,
        "about": _visible_target(about, request.user),
        "trail": breadcrumbs_to(ForumPage),
        "suspension": suspension_at(request.user),
        "public_boards": [board.name for board in boards if board.is_public],
    }
    return TemplateResponse(request, "forum/topic_form.html", context, status=_form_status(form))


def _draft_key(request, about) -> str:
    if about is not None:
        return f"new-{targets.target_name(about)}"
    form = DraftKeyForm(request.GET)
    key = form.cleaned_data["draft"] if form.is_valid() else ""
    return key if key.startswith("new") else "new"


def _exceeds_pace(request, form) -> bool:
    """Return whether a newcomer exceeds the limit of posts; add the error to the form, which keeps the text."""
    try:
        validate_newcomer_pace(request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return True
    return False


def _form_status(form) -> int:
    if form.has_error(NON_FIELD_ERRORS, "pace"):
        return 429
    return 400 if form.errors else 200


def _initial(request, about) -> dict:
    initial = {"kind": TopicKind.QUESTION, "language": get_language(), "board": request.GET.get("board", "")}
    page = about.version_for(active_locale()) if isinstance(about, Text) else None
    if page is not None:
        initial["themes"] = list(getattr(page.specific, "themes", Board.objects.none()).all())
        initial["territories"] = list(getattr(page.specific, "territories", Board.objects.none()).all())
        likely = Board.objects.writable_by(request.user).filter(theme__in=initial["themes"]).first()
        initial["board"] = initial["board"] or (likely.slug if likely else "")
    return initial


def _visible_target(about, user):
    if about is None:
        return None
    key = targets.target_key(about)
    return targets.visible_targets([key], Reader(user, active_locale())).get(key)


def _waiting_message() -> str:
    return _("A moderator will review this post before others can read it, because it is one of your first.")


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def reply(request, pk):
    """Answer in a topic. The query parameter `quote` is the key of a post to quote."""
    topic = get_visible_topic(request, pk)
    if request.method != "POST":
        return topic_page(request, topic, quoted=_quoted(request, topic))
    form = PostForm(request.POST, request.FILES, writer=request.user)
    if not form.is_valid() or _exceeds_pace(request, form):
        return topic_page(request, topic, form, status=_form_status(form))
    try:
        post = posting.add_post(request.user, topic, **form.cleaned_data)
    except PermissionDenied:
        context = {"topic": topic, "form": form, "suspension": suspension_at(request.user, topic.board)}
        if context["suspension"] is None:
            messages.warning(
                request, _("This topic was closed before you sent your post. Nothing was sent. Your text is below.")
            )
        return TemplateResponse(request, "forum/closed.html", context, status=409)
    discard_draft(request.user, f"topic-{pk}")
    if post.state == State.WAITING:
        messages.info(request, _waiting_message())
    return redirect(post_url(post))


def _quoted(request, topic) -> str:
    """Return the quotation of another post. It begins with a reference; the name of the author is filled in when it is shown."""
    number = request.GET.get("quote", "")
    post = (
        topic.posts.select_related("author", "topic__board").filter(pk=int(number)).first()
        if number.isdecimal()
        else None
    )
    if post is None or not can_see_post(request.user, post):
        return ""
    lines = [f"#post-{post.pk}", "", *for_editing(post.body, request.user).splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def edit(request, pk):
    post = get_visible_post(request, pk)
    if not can_edit_post(request.user, post):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    key = f"post-{post.pk}"
    draft = None if sent else get_draft(request.user, key)
    initial = {"body": for_editing(post.body, request.user)} | draft_initial(draft, request.user)
    form = EditForm(*sent, writer=request.user, post=post, initial=initial)
    if form.is_valid():
        try:
            posting.edit_post(request.user, post, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("files", error)
        else:
            discard_draft(request.user, key)
            messages.success(request, _("Your changes are saved. The earlier version stays in the history."))
            return redirect(post_url(post))
    context = {"post": post, "board": post.topic.board, "form": form, "draft_key": key, "draft": draft}
    return TemplateResponse(request, "forum/edit.html", context, status=400 if form.errors else 200)


@require_POST
@sign_in_required
def preview(request):
    """Preview a text: `writing.js` inserts a part of this page, without script it is a page of its own."""
    form, html = PostForm(request.POST), ""
    if form.is_valid():
        stored = render_post(form.cleaned_data["body"], request.user).html
        readable = Post.objects.visible_to(request.user)
        html = references_in([stored], level_of(request.user), readable).html(stored)
    return TemplateResponse(request, "forum/preview.html", {"html": html, "form": form})
