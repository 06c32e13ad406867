from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.experts import actions
from community.experts.forms import AskForm
from community.experts.permissions import can_ask
from community.forum.views.topics import get_visible_topic, topic_page
from website.accounts.permissions import sign_in_required
from website.core.views import missing_is_404


@require_POST
@sign_in_required
@missing_is_404
def ask_expert(request, pk):
    """Ask a member or an organisation to help with a question."""
    topic = get_visible_topic(request, pk)
    if not can_ask(request.user, topic):
        raise PermissionDenied
    form = AskForm(request.POST, asker=request.user)
    if not form.is_valid():
        messages.warning(
            request, _("You cannot ask this person about this question. These people and organisations can help.")
        )
        return topic_page(request, topic, status=400)
    if not ratelimit.consume(request, action="ask", user=request.user):
        messages.warning(request, _("You have sent many requests in a short time. Wait an hour, then try again."))
        return topic_page(request, topic, status=429)
    whom = form.cleaned_data["whom"]
    try:
        actions.ask_expert(request.user, topic, whom)
    except actions.NotACandidate:
        messages.warning(
            request,
            _("You can no longer ask %(name)s about this question. These people and organisations can help.")
            % {"name": whom},
        )
        return topic_page(request, topic, status=409)
    messages.success(request, _("We have asked %(name)s. Their answer will appear here.") % {"name": whom})
    return redirect(f"{topic.get_absolute_url()}#who-can-help")
