"""The report form, and the page that shows a reporter the state of their report."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.members.audiences import level_of
from community.moderation import registry
from community.moderation.actions.cases import AlreadyReported
from community.moderation.actions.cases import report as create_report
from community.moderation.actions.complaints import contest_as_reporter
from community.moderation.forms import ComplaintForm, ReportForm, VisitorReportForm
from community.moderation.models import Report
from community.moderation.permissions import can_contest_as_reporter, can_report
from website.core.views import missing_is_404


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def report_new(request, kind, pk):
    """Show and process the report form; visitors are also asked for their name and address."""
    subject = registry.subject_named(kind)
    thing = get_object_or_404(subject.things(level_of(request.user)), pk=pk)
    if not can_report(request.user, thing):
        raise Http404
    is_signed_in = request.user.is_authenticated
    form = (ReportForm if is_signed_in else VisitorReportForm)(request.POST if request.method == "POST" else None)
    status = 400 if form.errors else 200
    if form.is_valid():
        # Anonymous reporters share one rate limit key.
        sender = request.user.email if is_signed_in else form.cleaned_data["email"] or "nobody"
        if ratelimit.consume(request, action="report", key=sender.lower()):
            return _report(request, thing, form, is_signed_in)
        form.add_error(None, _("Too many attempts. Please try again later."))
        status = 429
    context = {"form": form, "preview": subject.preview(thing)}
    return TemplateResponse(request, "moderation/report_form.html", context, status=status)


def _report(request, thing, form, is_signed_in: bool):
    try:
        create_report(thing, **form.report, reporter=request.user if is_signed_in else None, language=get_language())
    except AlreadyReported:
        messages.info(request, _("You have already reported this. We will tell you what we decide."))
    return redirect("report_thanks")


@require_safe
def report_sent(request):
    return TemplateResponse(request, "moderation/thanks.html")


@require_http_methods(["GET", "HEAD", "POST"])
@missing_is_404
def report(request, token):
    """Show a report to the holder of its signed link, with a form to contest a dismissal."""
    found = get_object_or_404(Report.objects.select_related("case", "decision"), pk=Report.pk_of(token))
    form = None
    if can_contest_as_reporter(found):
        form = ComplaintForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            contest_as_reporter(found, **form.cleaned_data)
            messages.success(request, _("We have received your complaint. We will tell you the outcome."))
            return redirect("report", token)
    status = 400 if request.method == "POST" else 200
    context = {"report": found, "form": form, "complaint": getattr(found, "complaint", None)}
    return TemplateResponse(request, "moderation/report.html", context, status=status)
