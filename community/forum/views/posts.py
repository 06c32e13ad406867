"""Views of one post: redirect to it, show its history, delete, restore, thank, accept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.forum.actions import posting
from community.forum.models import Post
from community.forum.permissions import can_edit_post, can_see_post
from community.forum.references import references_in
from community.forum.texts import html_of
from community.forum.views.topics import get_visible_topic, post_url
from community.members.audiences import level_of
from website.accounts.permissions import sign_in_required
from website.core.views import missing_is_404


def get_visible_post(request, pk: int) -> Post:
    """Return the post if the reader may see its topic, else raise `Http404`. They may still not be allowed to read its text."""
    posts = Post.objects.select_related("topic__board", "author").as_seen_at(level_of(request.user))
    post = get_object_or_404(posts, pk=pk)
    get_visible_topic(request, post.topic_id)
    return post


@require_safe
def post(request, pk):
    """Redirect the permanent URL of a post to its present page."""
    return redirect(post_url(get_visible_post(request, pk)))


@require_safe
def history(request, pk):
    """Show the previous texts of a post to people who may read its present text."""
    found = get_visible_post(request, pk)
    if not can_see_post(request.user, found):
        raise PermissionDenied
    edits = list(found.edits.all())
    texts = {edit.pk: html_of(edit.body) for edit in edits}
    references = references_in(texts.values(), level_of(request.user))
    for edit in edits:
        edit.html = references.html(texts[edit.pk], found)
    context = {"post": found, "edits": edits}
    return TemplateResponse(request, "forum/history.html", context)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def delete(request, pk):
    """Delete a post after a confirmation, because emails about it may have been sent."""
    found = get_visible_post(request, pk)
    if not can_edit_post(request.user, found):
        raise PermissionDenied
    if request.method != "POST":
        return TemplateResponse(request, "forum/delete.html", {"post": found})
    posting.delete_post(request.user, found)
    messages.success(request, _("Your post is deleted. You can undo this for 10 minutes."))
    still_there = Post.objects.filter(pk=pk).select_related("topic").first()
    return redirect(post_url(still_there) if still_there else found.topic.board)


@require_POST
@sign_in_required
@missing_is_404
def restore(request, pk):
    found = get_visible_post(request, pk)
    posting.restore_post(request.user, found)
    messages.success(request, _("Your post is restored."))
    return redirect(post_url(found))


@require_POST
@sign_in_required
@missing_is_404
def thank(request, pk):
    """Thank for a post, or remove the thanks if there are any."""
    found = get_visible_post(request, pk)
    if found.thanks.filter(user=request.user).exists():
        posting.remove_thanks(request.user, found)
    else:
        posting.thank(request.user, found)
    return redirect(post_url(found))


@require_POST
@sign_in_required
@missing_is_404
def accept(request, pk):
    """Mark the post as the answer to its question, or remove the mark."""
    found = get_visible_post(request, pk)
    is_answer = found.topic.accepted_post_id == found.pk
    posting.accept_answer(request.user, found.topic, None if is_answer else found)
    if not is_answer:
        messages.success(request, _("You marked this post as the answer. It is now shown first."))
    return redirect(post_url(found))
