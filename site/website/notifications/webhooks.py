"""Where a mail provider brings mail, and tells what became of it: nowhere, unless `MAIL_URL` names one and it has a secret."""

from anymail.urls import urlpatterns as every_provider
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

# What mail providers let through at most, and a third more for base 64.
MOST_BYTES = 60 * 1024 * 1024


def with_room_for_files(route: URLPattern) -> URLPattern:
    """The webhook that mails come in by, which may be larger than a form of this site.

    Providers that send JSON send a mail's files within it. It is read whole only for who has shown the secret.
    """
    view = route.callback

    @csrf_exempt
    def receive(request, *args, **kwargs):
        checking = view.view_class(**view.view_initkwargs)
        if request.method == "POST":
            AnymailBasicAuthMixin.validate_request(checking, request)
            if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
                return HttpResponse(status=413)
            if request.content_type != "multipart/form-data":
                # Django refuses by a setting that is the same for all addresses, unless the body is there already.
                request._body = request.read()
        return view(request, *args, **kwargs)

    return URLPattern(route.pattern, receive, route.default_args, route.name)


def webhooks(backend: str, anymail: dict, reply_domain: str = "") -> list:
    """The addresses of the provider that mails leave by; what others would send is not listened to.

    Mail comes in where there is a domain for replies.
    """
    if not anymail.get("WEBHOOK_SECRET"):
        return []
    *_path, provider, _class = backend.split(".")
    told = [route for route in every_provider if route.name == f"{provider}_tracking_webhook"]
    brought = [route for route in every_provider if reply_domain and route.name == f"{provider}_inbound_webhook"]
    return told + [with_room_for_files(route) for route in brought]


urlpatterns = webhooks(settings.EMAIL_BACKEND, settings.ANYMAIL, settings.REPLY_DOMAIN)
