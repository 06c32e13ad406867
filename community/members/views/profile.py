from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.members.actions import update_profile
from community.members.audiences import audience_summary
from community.members.enums import Visibility
from community.members.forms import ProfileForm
from community.members.models import DirectoryPage, Member
from community.members.permissions import can_see_member
from community.members.views.entries import member_context
from website.accounts.permissions import sign_in_required
from website.core.sections import breadcrumbs_to
from website.core.views import missing_is_404

READERS = {"visitor": Visibility.PUBLIC, "member": Visibility.MEMBERS}


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def my_profile(request):
    """Create or change the user's own entry."""
    entry = Member.objects.editable_by(request.user).with_card().first() or Member(user=request.user)
    # Computed before form validation changes the instance.
    audiences, could_be_asked = audience_summary(entry), _could_be_asked(entry)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_valid():
        update_profile(entry, **form.cleaned_data)
        messages.success(request, _("Your directory entry is saved."))
        return redirect("my_profile")
    is_listed = entry.pk is not None and can_see_member(request.user, entry)
    context = {
        "form": form,
        "member": entry,
        "is_listed": is_listed,
        "audiences": audiences,
        "could_be_asked": could_be_asked,
        "trail": breadcrumbs_to(DirectoryPage),
    }
    return TemplateResponse(request, "members/my_profile.html", context, status=400 if form.errors else 200)


def _could_be_asked(entry: Member) -> bool:
    return entry.pk is not None and not entry.questions_per_month and bool(entry.expertise.all())


@sign_in_required
@require_safe
def my_profile_as(request, reader):
    """Show the user's own entry as a visitor or another member sees it."""
    if reader not in READERS:
        raise Http404
    level = READERS[reader]
    own = Member.objects.editable_by(request.user).as_seen_at(level).with_card()
    found = get_object_or_404(own)
    context = {**member_context(request, found), "as_reader": reader, "is_own": False}
    return TemplateResponse(request, "members/my_profile_as.html", context)
