from django.http import Http404
from wagtail import hooks

from website.core.permissions import can_fetch_document


@hooks.register("before_serve_document")
def keep_what_nothing_public_shows(document, request):
    """A document is not there before it is published, nor after."""
    if not can_fetch_document(request, document):
        raise Http404
