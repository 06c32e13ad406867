from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from experiences.sheets.permissions import can_see_document


@hooks.register("before_serve_document")
def keep_drafts_documents(document, request):
    """A document of a draft is not there for those who may not read the draft."""
    if not can_see_document(request.user, document):
        raise Http404


@hooks.register("before_edit_page")
def answer_late_decisions(request, page):
    """Two coordinators read the same sheet, one is first: Wagtail 7.4 crashes on the other's decision (issue 13856).

    So does its autosave, where it sends the form once more while a decision is on its way.
    """
    if "action-workflow-action" in request.POST and page.current_workflow_task is None:
        messages.warning(request, _("Somebody has decided on this sheet already: see where it stands now."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
