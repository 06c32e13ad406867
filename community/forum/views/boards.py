"""Boards and their topics."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.forum.actions.reading import mark_boards_read
from community.forum.listings import DISCUSSIONS
from community.forum.models import Board, ForumPage
from website.accounts.permissions import sign_in_required
from website.core.sections import breadcrumbs_to
from website.core.views import listing_response


def forum(request, page):
    """List the boards that the reader may see, and the newest topics of all of them."""
    boards = SimpleLazyObject(lambda: Board.objects.visible_to(request.user).with_counts())
    context = {**page.get_context(request), "boards": boards}
    return listing_response(request, DISCUSSIONS, page.get_template(request), context)


@require_safe
def board(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user).select_related("theme", "territory"), slug=slug)
    canonical = request.build_absolute_uri(request.path)
    context = {"board": found, "trail": breadcrumbs_to(ForumPage), "canonical": canonical}
    return listing_response(request, DISCUSSIONS, "forum/board.html", context, board=found.slug)


@require_POST
@sign_in_required
def board_read(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    mark_boards_read(request.user, [found])
    messages.success(request, _("All topics on this board are marked as read."))
    return redirect(found)
