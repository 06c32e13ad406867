from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from experiences.sheets.permissions import can_see_document


@hooks.register("before_serve_document")
def hide_draft_documents(document, request):
    """Answer 404 for a document that the user may not download."""
    if not can_see_document(request.user, document):
        raise Http404


@hooks.register("before_edit_page")
def redirect_late_decisions(request, page):
    """Redirect if the review was already decided, because Wagtail 7.4 crashes on a second decision (issue 13856).

    This happens when two coordinators decide, or when autosave sends the form again during a decision.
    """
    if "action-workflow-action" in request.POST and page.current_workflow_task is None:
        messages.warning(request, _("Someone has already decided on this sheet. Check its current status."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
