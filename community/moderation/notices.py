"""What people are told of moderation. What concerns a person is a letter; what somebody decides on, they may pace."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation import registry
from community.moderation.models import Case, Complaint, Decision, Report, Suspension
from community.moderation.permissions import coordinators
from website.notifications.lines import subject_line
from website.notifications.notices import Notice, NotificationLine, register_notice


def _things():
    return Case.objects.with_things()


def _decided():
    return Decision.objects.with_things()


def _complained():
    return Complaint.objects.with_card()


def _reported():
    return Report.objects.select_related("decision", "reporter")


def _waits_for_them(rows) -> set[int]:
    """What still waits, to those who still moderate it."""
    rows = [row for row in rows if row.target is not None and row.target.is_open and row.target.thing is not None]
    barred = set(Suspension.objects.of_many({row.recipient_id for row in rows}).values_list("user", flat=True))
    rows = [row for row in rows if row.recipient_id not in barred]
    found = set()
    for subject in registry.all_subjects():
        own = [row for row in rows if row.target.subject is subject]
        seen = subject.who_moderates([(row.recipient, row.target.thing) for row in own])
        found |= {row.pk for row in own if (row.recipient_id, row.target.thing_id) in seen}
    return found


def _waits_for_an_answer(rows) -> set[int]:
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
    """To the page where it was contested."""
    report = row.target.report
    url = reverse("report", args=[report.token]) if report else row.target.decision.get_absolute_url()
    return subject_line(row, url=url)


WHAT = gettext_lazy("Moderation")
register_notice(Notice("moderation-case", WHAT, still=_waits_for_them, line=_case_line, targets=lambda: [_things()]))
register_notice(
    Notice(
        "moderation-complaint", WHAT, still=_waits_for_an_answer, line=_complaint_line, targets=lambda: [_complained()]
    )
)
for kind in ("report-received", "report-decided"):
    register_notice(Notice(kind, WHAT, line=_report_line, targets=lambda: [_reported()], is_letter=True))
register_notice(Notice("moderation-decision", WHAT, targets=lambda: [_decided()], is_letter=True))
register_notice(
    Notice("moderation-complaint-decided", WHAT, line=_answer_line, targets=lambda: [_complained()], is_letter=True)
)
