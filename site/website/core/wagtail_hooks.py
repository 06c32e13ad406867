from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from wagtail import hooks

from website.core import sections
from website.core.forms import SLUG_IS_TAKEN
from website.core.permissions import can_fetch_document
from website.core.publication_checks import PublicationBlocked, publication_blockers


@hooks.register("before_serve_document")
def restrict_unpublished_documents(document, request):
    """Answer 404 unless a published page refers to the document or the user may fetch it anyway."""
    if not can_fetch_document(request, document):
        raise Http404


@hooks.register("before_publish_page")
def show_publication_blockers(request, page):
    """Check here as well, because scheduling a publication does not call `Page.save()`."""
    if words := publication_blockers(page):
        raise PublicationBlocked(page, words)


@hooks.register("before_move_page")
def refuse_move_to_taken_slug(request, page, destination):
    """Refuse to move a page to a section where its slug is taken. `MovePageAction` does not call `clean`."""
    if sections.slug_is_taken(page, page.slug, destination):
        messages.error(request, SLUG_IS_TAKEN)
        return redirect("wagtailadmin_pages:move", page.pk)
    return None
