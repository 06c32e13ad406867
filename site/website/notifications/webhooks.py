"""URLs of the mail provider's webhooks. There are none unless `MAIL_URL` names a provider and a secret is set."""

from anymail.urls import urlpatterns as all_providers
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

# The largest mail that providers accept, plus a third for base64.
MAX_BYTES = 60 * 1024 * 1024


def _allow_large_requests(route: URLPattern) -> URLPattern:
    """Return the inbound webhook with a higher limit for the size of the request.

    Providers that send JSON include the attachments. The body is read only after the secret was checked.
    """
    view = route.callback

    @csrf_exempt
    def receive(request, *args, **kwargs):
        inbound_view = view.view_class(**view.view_initkwargs)
        if request.method == "POST":
            AnymailBasicAuthMixin.validate_request(inbound_view, request)
            if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
                return HttpResponse(status=413)
            if request.content_type != "multipart/form-data":
                # Once read, the body is exempt from DATA_UPLOAD_MAX_MEMORY_SIZE, which cannot be set for one URL.
                request._body = request.read()
        return view(request, *args, **kwargs)

    return URLPattern(route.pattern, receive, route.default_args, route.name)


def webhooks(backend: str, anymail: dict, reply_domain: str = "") -> list:
    """Return the webhook URLs of the provider behind the email backend `backend`, and of no other.

    The inbound webhook is included if `reply_domain` is set.
    """
    if not anymail.get("WEBHOOK_SECRET"):
        return []
    *_path, provider, _class = backend.split(".")
    tracking = [route for route in all_providers if route.name == f"{provider}_tracking_webhook"]
    inbound = [route for route in all_providers if reply_domain and route.name == f"{provider}_inbound_webhook"]
    return tracking + [_allow_large_requests(route) for route in inbound]


urlpatterns = webhooks(settings.EMAIL_BACKEND, settings.ANYMAIL, settings.REPLY_DOMAIN)
