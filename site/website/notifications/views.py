from anymail.webhooks.base import AnymailBasicAuthMixin
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
