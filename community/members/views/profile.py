from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.members.actions import update_profile
from community.members.forms import ProfileForm
from community.members.models import DirectoryPage, Member
from community.members.permissions import can_see_member
from website.accounts.permissions import sign_in_required
from website.core.sections import trail_to


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_profile(request):
    """A person's own entry; one who has none yet makes it here."""
    entry = Member.objects.editable_by(request.user).with_card().first() or Member(user=request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_valid():
        update_profile(entry, **form.cleaned_data)
        messages.success(request, _("Your entry in the directory is saved."))
        return redirect("my_profile")
    is_listed = entry.pk is not None and can_see_member(request.user, entry)
    context = {"form": form, "member": entry, "is_listed": is_listed, "trail": trail_to(DirectoryPage)}
    return TemplateResponse(request, "members/my_profile.html", context, status=400 if form.errors else 200)
