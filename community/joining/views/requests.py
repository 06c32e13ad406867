"""The form for requests to join. The response does not reveal whether the address is known."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.joining.actions.requests import ask_to_join
from community.joining.forms import JoinForm


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    if request.user.is_authenticated:
        messages.info(request, _("You already have an account."))
        return redirect("my_profile")
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if ratelimit.consume(request, action="join", key=form.cleaned_data["email"].lower()):
            ask_to_join(**form.cleaned_data, language=get_language())
            return redirect("join_thanks")
        form.add_error(None, _("Too many attempts. Please try again later."))
        status = 429
    elif form.is_bound:
        status = 400
    return TemplateResponse(request, "joining/join.html", {"form": form}, status=status)


@require_safe
def request_sent(request):
    return TemplateResponse(request, "joining/thanks.html")
