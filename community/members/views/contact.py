"""The contact form of a member."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.members.actions import write_to_member
from community.members.forms import MessageForm, VisitorMessageForm
from community.members.models import DirectoryPage, Member
from community.members.permissions import can_write_to
from website.core.sections import breadcrumbs_to


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request, slug):
    """Send a message to a member by mail. Replies go to the writer's address."""
    found = get_object_or_404(Member.objects.visible_to(request.user).select_related("user"), slug=slug)
    if not can_write_to(request.user, found):
        raise Http404
    kind = MessageForm if request.user.is_authenticated else VisitorMessageForm
    form = kind(request.POST if request.method == "POST" else None, writer=request.user)
    status = 200
    if form.is_valid():
        if ratelimit.consume(request, action="contact", key=form.sender["reply_to"].lower()):
            words = {name: form.cleaned_data[name] for name in ("subject", "message")}
            write_to_member(found, **form.sender, **words)
            messages.success(request, _("Your message has been sent to %(name)s.") % {"name": found})
            return redirect(found)
        form.add_error(None, _("You have sent many messages in a short time. Wait an hour, then send this one."))
        status = 429
    elif form.errors:
        status = 400
    context = {"form": form, "member": found, "trail": breadcrumbs_to(DirectoryPage)}
    return TemplateResponse(request, "members/contact.html", context, status=status)
