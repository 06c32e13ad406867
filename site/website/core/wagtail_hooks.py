from django.http import Http404
from wagtail import hooks

from website.core.permissions import NotToBePublished, can_fetch_document, objections_to


@hooks.register("before_serve_document")
def keep_what_nothing_public_shows(document, request):
    """A document is not there before it is published, nor after."""
    if not can_fetch_document(request, document):
        raise Http404


@hooks.register("before_publish_page")
def say_what_stands_against_it(request, page):
    """Also where it is to be published later, which saves no page."""
    if words := objections_to(page):
        raise NotToBePublished(page, words)
