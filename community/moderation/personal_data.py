from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.moderation.models import Case, Complaint, Decision, Report, Suspension
from website.core.personal_data import YEAR, Holding, register_holding, rows
from website.notifications.models import Notification


def _erase_reports(user, wants_removal: bool) -> None:
    """Anonymise the reports. Open ones stay for the moderators, and the text of reviewed complaints is erased."""
    own = Report.objects.of(user)
    Complaint.objects.filter(report__in=own).exclude(reviewed_at=None).update(words="", answer="")
    own.update(reporter=None, name="", email="")


def _forget_reports(now: datetime) -> int:
    return _remove(Report.objects.filter(decision__decided_at__lt=now - YEAR))


def _decision_records(user) -> list[dict]:
    about_user = Decision.objects.about(user)
    fields = ("verb", "ground", "clause", "words", "text_before", "text_after", "decided_at", "ended_at")
    own = Complaint.objects.filter(Q(decision__person=user, report=None) | Q(report__reporter=user))
    return [
        {
            "decisions": rows(about_user, *fields),
            "suspensions": rows(Suspension.objects.filter(user=user), "starts_at", "ends_at", "may_read", "lifted_at"),
            "complaints": rows(own, "words", "created_at", "stands", "answer", "reviewed_at"),
            "decided_by_you": rows(Decision.objects.filter(moderator=user), "verb", "words", "decided_at"),
        }
    ]


def _erase_decisions(user, wants_removal: bool) -> None:
    """Erase the texts and end the decisions; the anonymous rows stay for statistics."""
    concerned = Decision.objects.filter(person=user)
    concerned.update(text_before="", text_after="", words="")
    concerned.filter(Q(ended_at=None) | Q(ended_at__gt=timezone.now())).update(ended_at=timezone.now())
    Complaint.objects.filter(decision__in=concerned, report=None).update(words="", answer="")
    Notification.objects.about(concerned).delete()


def _forget_decisions(now: datetime) -> int:
    expired = Decision.objects.filter(ended_at__lt=now - YEAR)
    Notification.objects.about(Complaint.objects.filter(decision__in=expired)).delete()
    number = _remove(expired)
    _remove(Case.objects.empty())
    return number


def _remove(queryset) -> int:
    """Delete the rows and the notifications about them; return the number of rows."""
    Notification.objects.about(queryset).delete()
    number = queryset.count()
    queryset.delete()
    return number


register_holding(
    Holding(
        name="reports",
        what=_(
            "What you reported to the moderators and why. If you do not have an account: also your name and address."
        ),
        why=_("So that moderators can assess your report and tell you what they decided. The law requires this."),
        kept_for=_("One year after the decision."),
        on_erasure=_("Your name and address are removed at once. The report stays until it is decided."),
        models=("moderation.Report",),
        records=lambda user: rows(Report.objects.of(user), "reason", "words", "name", "email", "created_at"),
        erase=_erase_reports,
        forget=_forget_reports,
    )
)
register_holding(
    Holding(
        name="decisions",
        what=_(
            "Moderators’ decisions on your posts and your right to post, with their reasons, your complaints and "
            "the answers; and your own decisions as a moderator."
        ),
        why=_(
            "So that you and the moderators know what was decided and why. The law requires us to give reasons "
            "and to allow complaints."
        ),
        kept_for=_("As long as the decision is in force, and one year after."),
        on_erasure=_("Your name and your text are removed. The fact that a decision was made is kept for statistics."),
        models=("moderation.Case", "moderation.Decision", "moderation.Suspension", "moderation.Complaint"),
        records=_decision_records,
        erase=_erase_decisions,
        forget=_forget_decisions,
    )
)
