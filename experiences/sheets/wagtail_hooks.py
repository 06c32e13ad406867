from django.http import Http404
from wagtail import hooks

from experiences.sheets.permissions import can_see_document


@hooks.register("before_serve_document")
def keep_drafts_documents(document, request):
    """A document of a draft is not there for those who may not read the draft."""
    if not can_see_document(request.user, document):
        raise Http404
