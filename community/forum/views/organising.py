"""Views for moderators to pin, lock, move, split and merge topics."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.forum.actions import moderating
from community.forum.forms import MergeForm, MoveForm, SplitForm
from community.forum.models import Topic
from community.forum.permissions import can_moderate
from community.forum.views.topics import get_visible_topic
from website.accounts.permissions import sign_in_required
from website.core.views import missing_is_404


@require_POST
@sign_in_required
@missing_is_404
def pin(request, pk):
    topic = get_visible_topic(request, pk)
    moderating.pin(request.user, topic, not topic.is_pinned)
    return redirect(topic)


@require_POST
@sign_in_required
@missing_is_404
def lock(request, pk):
    topic = get_visible_topic(request, pk)
    moderating.lock(request.user, topic, not topic.is_locked)
    return redirect(topic)


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def organise(request, pk):
    """Move, split or merge a topic; the field `act` names the form that was sent."""
    topic = get_visible_topic(request, pk)
    if not can_moderate(request.user, topic.board):
        raise PermissionDenied
    act = request.POST.get("act") if request.method == "POST" else None
    forms = {
        "move": MoveForm(request.POST if act == "move" else None, moderator=request.user, prefix="move"),
        "split": SplitForm(
            request.POST if act == "split" else None, topic=topic, moderator=request.user, prefix="split"
        ),
        "merge": MergeForm(request.POST if act == "merge" else None, prefix="merge"),
    }
    sent = forms.get(act)
    if sent is not None and sent.is_valid():
        try:
            return redirect(_act(request, topic, act, sent.cleaned_data))
        except ValidationError as error:
            sent.add_error(None, error)
    context = {"topic": topic, "sent": sent, **{f"{name}_form": form for name, form in forms.items()}}
    return TemplateResponse(request, "forum/organise.html", context, status=400 if request.method == "POST" else 200)


def _act(request, topic: Topic, act: str, data: dict) -> Topic:
    if act == "move":
        moderating.move(request.user, topic, data["board"])
        messages.success(request, _("Moved to “%(board)s”.") % {"board": data["board"]})
        return topic
    if act == "split":
        new_topic = moderating.split(request.user, topic, data["posts"], title=data["title"], board=data["board"])
        messages.success(request, _("These posts are now a separate topic."))
        return new_topic
    into = Topic.objects.visible_to(request.user).filter(pk=data["into"], merged_into=None).first()
    if into is None:
        raise ValidationError(_("This topic does not exist, or you do not have access to it."))
    messages.success(request, _("The topics are merged. The other address now leads here."))
    return moderating.merge(request.user, topic, into)
