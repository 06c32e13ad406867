from django.http import Http404
from wagtail import hooks

from website.core.permissions import can_fetch_document
from website.core.publication_checks import PublicationBlocked, publication_blockers


@hooks.register("before_serve_document")
def restrict_unpublished_documents(document, request):
    """A document is not there before it is published, nor after."""
    if not can_fetch_document(request, document):
        raise Http404


@hooks.register("before_publish_page")
def show_publication_blockers(request, page):
    """Also where it is to be published later, which saves no page."""
    if words := publication_blockers(page):
        raise PublicationBlocked(page, words)
