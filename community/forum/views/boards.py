"""The boards, and the topics on them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.forum.actions.reading import mark_boards_read
from community.forum.listings import DISCUSSIONS
from community.forum.models import Board, ForumPage
from website.accounts.permissions import sign_in_required
from website.core import keeping
from website.core.sections import trail_to


def forum(request, page):
    """Every board the reader may see, and the newest topics of all of them."""
    kept, bound = keeping.KeptPage(request, DISCUSSIONS), DISCUSSIONS.bind(request)
    is_understood = kept.is_there or bound.is_valid
    context = {**page.get_context(request), "bound": bound, "kept": kept.parts}
    if not (kept.is_there or bound.is_filtered):
        context["boards"] = Board.objects.visible_to(request.user).with_counts()
    response = TemplateResponse(request, page.get_template(request), context, status=200 if is_understood else 400)
    if is_understood:
        response.add_post_render_callback(kept.store)
    return response


@require_safe
def board(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user).select_related("theme", "territory"), slug=slug)
    kept, bound = keeping.KeptPage(request, DISCUSSIONS), DISCUSSIONS.bind(request, board=found.slug)
    is_understood = kept.is_there or bound.is_valid
    context = {
        "board": found,
        "bound": bound,
        "kept": kept.parts,
        "trail": trail_to(ForumPage),
        "canonical": request.build_absolute_uri(request.path),
    }
    response = TemplateResponse(request, "forum/board.html", context, status=200 if is_understood else 400)
    if is_understood:
        response.add_post_render_callback(kept.store)
    return response


@require_POST
@sign_in_required
def board_read(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    mark_boards_read(request.user, [found])
    messages.success(request, _("All of this board counts as read."))
    return redirect(found)
