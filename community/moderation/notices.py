"""Notifications of moderation. Those to the persons concerned are letters; moderators may choose a digest."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation import registry
from community.moderation.models import Case, Complaint, Decision, Report, Suspension
from community.moderation.permissions import coordinators
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _cases():
    return Case.objects.with_things()


def _decisions():
    return Decision.objects.with_things()


def _complaints():
    return Complaint.objects.with_card()


def _reports():
    return Report.objects.select_related("decision", "reporter")


def _open_for_moderators(rows) -> set[int]:
    """Keep the rows of open cases whose recipient still moderates them and is not suspended."""
    rows = [row for row in rows if row.target is not None and row.target.is_open and row.target.thing is not None]
    suspended = set(Suspension.objects.of_many({row.recipient_id for row in rows}).values_list("user", flat=True))
    rows = [row for row in rows if row.recipient_id not in suspended]
    found = set()
    for subject in registry.all_subjects():
        own = [row for row in rows if row.target.subject is subject]
        moderated = subject.who_moderates([(row.recipient, row.target.thing) for row in own])
        found |= {row.pk for row in own if (row.recipient_id, row.target.thing_id) in moderated}
    return found


def _open_for_reviewers(rows) -> set[int]:
    """Keep the rows of open complaints whose recipient is still a coordinator."""
    reviewers = set(coordinators().values_list("pk", flat=True))
    return {row.pk for row in rows if row.target is not None and row.target.is_open and row.recipient_id in reviewers}


def _case_line(row) -> NotificationLine:
    case = row.target
    url = reverse("moderation_case", args=[case.subject.name, case.thing_id])
    return subject_line(
        row, url=url, group=_("Moderation"), group_url=reverse("moderation"), words=case.preview.excerpt
    )


def _complaint_line(row) -> NotificationLine:
    url = reverse("complaint", args=[row.target.pk])
    return subject_line(row, url=url, group=_("Moderation"), group_url=reverse("moderation"), words=row.target.words)


def _report_line(row) -> NotificationLine:
    return subject_line(row, url=reverse("report", args=[row.target.token]))


def _answer_line(row) -> NotificationLine:
    """Link to the page where the complaint was filed."""
    report = row.target.report
    url = reverse("report", args=[report.token]) if report else row.target.decision.get_absolute_url()
    return subject_line(row, url=url)


CATEGORY = gettext_lazy("Moderation")
register_notice(
    Notice("moderation-case", CATEGORY, still=_open_for_moderators, line=_case_line, targets=lambda: [_cases()])
)
register_notice(
    Notice(
        "moderation-complaint",
        CATEGORY,
        still=_open_for_reviewers,
        line=_complaint_line,
        targets=lambda: [_complaints()],
    )
)
for kind in ("report-received", "report-decided"):
    register_notice(Notice(kind, CATEGORY, line=_report_line, targets=lambda: [_reports()], is_letter=True))
register_notice(Notice("moderation-decision", CATEGORY, targets=lambda: [_decisions()], is_letter=True))
register_notice(
    Notice("moderation-complaint-decided", CATEGORY, line=_answer_line, targets=lambda: [_complaints()], is_letter=True)
)
