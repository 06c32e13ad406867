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
        what=_("What you have reported to the moderators and why, and, without an account, your name and address."),
        why=_("So that moderators can judge it, and that you are told what was decided: the law asks for it."),
        kept_for=_("One year after the decision."),
        on_erasure=_("Your name and address are taken out at once; the report stays until it is decided on."),
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
            "What moderators have decided on your posts and your right to write, why, what you said against it and "
            "what was answered; and what you have decided yourself as a moderator."
        ),
        why=_("So that you and they know what holds and why: the law asks for reasons and for a way to contest them."),
        kept_for=_("As long as it holds, and one year more."),
        on_erasure=_("Your name and your words are taken out; that something was decided stays, for the count."),
        models=("moderation.Case", "moderation.Decision", "moderation.Suspension", "moderation.Complaint"),
        records=_decision_records,
        erase=_erase_decisions,
        forget=_forget_decisions,
    )
)
