from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from website.accounts.permissions import sign_in_required
from website.notifications.actions import mark_read
from website.notifications.actions.preferences import unsubscribe as unsubscribe_person
from website.notifications.actions.suppression import lift_suppression
from website.notifications.forms import PreferenceForm, UntilForm
from website.notifications.lines import site_entries
from website.notifications.listings import NOTIFICATIONS
from website.notifications.models import Notification, Preference, SuppressedAddress
from website.notifications.unsubscribe_links import UnsubscribeLink


@require_safe
@sign_in_required
def my_notifications(request):
    """List the notifications of the user, with reasons."""
    bound = NOTIFICATIONS.bind(request)
    bound.page.object_list = site_entries(list(bound.page.object_list), request.user)
    unread = Notification.objects.for_user(request.user).unread()
    context = {
        "bound": bound,
        "newest": unread.aggregate(newest=Max("pk"))["newest"],
        "suppression": SuppressedAddress.objects.of(request.user).first(),
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "notifications/notifications.html", context, status=200 if bound.is_valid else 400)


@require_POST
@sign_in_required
def notification_read(request, pk):
    get_object_or_404(Notification.objects.for_user(request.user), pk=pk)
    mark_read(Notification.objects.for_user(request.user).filter(pk=pk))
    return _back(request)


@require_POST
@sign_in_required
def notifications_read(request):
    """Mark as read all notifications up to the newest one on the page; later ones remain unread."""
    form = UntilForm(request.POST)
    if form.is_valid():
        mark_read(Notification.objects.for_user(request.user).filter(pk__lte=form.cleaned_data["until"]))
    return _back(request)


def _back(request):
    """Redirect to `next` if it is the list with any filters and page, else to the plain list."""
    list_url = reverse("my_notifications")
    next_url = request.POST.get("next", "")
    is_list = next_url.partition("?")[0] == list_url and url_has_allowed_host_and_scheme(next_url, None)
    return redirect(next_url if is_list else list_url)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def notification_settings(request):
    if request.method == "POST":
        form = PreferenceForm(request.POST, instance=Preference.objects.get_or_create(user=request.user)[0])
    else:
        form = PreferenceForm(instance=Preference.objects.filter(user=request.user).first())
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Your choice applies from the next email."))
        return redirect("notification_settings")
    context = {"form": form, "suppression": SuppressedAddress.objects.of(request.user).first()}
    return TemplateResponse(request, "notifications/settings.html", context, status=400 if form.is_bound else 200)


@require_POST
@sign_in_required
def mail_again(request):
    if lift_suppression(request.user):
        messages.success(request, _("We have sent you an email. If it is not delivered, you will see this here."))
    return redirect("my_notifications")


@csrf_exempt  # a mail provider posts it for its user (RFC 8058); the signed URL allows nothing else
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    link = UnsubscribeLink.of_token(token)
    if link is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        unsubscribe_person(link)
    return TemplateResponse(request, "notifications/unsubscribe.html", {"link": link, "is_done": is_done})
