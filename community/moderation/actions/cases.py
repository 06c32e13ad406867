"""Opening of cases: something was reported, or has to be approved before others can read it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.moderation import registry
from community.moderation.models import Case, Report
from community.moderation.permissions import coordinators
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient


class AlreadyReported(Exception):
    """The same person has an open report of the same thing."""


def case_of(thing) -> Case:
    """Return the case of a thing. Create an empty one if there is none."""
    kind = ContentType.objects.get_for_model(thing)
    person = registry.subject_for(thing).person(thing)
    return Case.objects.get_or_create(thing_type=kind, thing_id=thing.pk, defaults={"person": person})[0]


@transaction.atomic
def hold_for_review(thing) -> Case:
    """Open a case for a thing that needs approval and notify its moderators. The caller has locked or created the thing."""
    case, _is_new = _open_case(thing, is_waiting=True)
    _notify_moderators(case, thing, except_for=())
    return case


@transaction.atomic
def report(thing, *, reason: str, words: str, language: str, reporter=None, name: str = "", email: str = "") -> Report:
    """Report a thing, as a member or as a visitor with `name` and `email`; `language` is the reporter's.

    The reporter gets a confirmation. Moderators are notified only if the case was not open already. Raises
    `AlreadyReported`, and the `DoesNotExist` of the thing's model.
    """
    thing = registry.subject_for(thing).lock(thing)
    (case, is_new), email = _open_case(thing), email.lower()
    if case.reports.open().by(reporter, email).exists():
        raise AlreadyReported
    found = Report.objects.create(
        case=case, reporter=reporter, name=name, email=email, language=language, reason=reason, words=words
    )
    if found.addressee:
        notify([Recipient(found.addressee)], "report-received", found)
    if is_new:
        _notify_moderators(case, thing, except_for=(reporter,))
    return found


def reopen(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(opened_at=Coalesce("opened_at", timezone.now()))


def _open_case(thing, **fields) -> tuple[Case, bool]:
    """Lock and open the case; return it and whether it was closed before. The lock serialises it with decisions."""
    case = Case.objects.select_for_update().get(pk=case_of(thing).pk)
    is_new = not case.is_open
    case.opened_at = case.opened_at or timezone.now()
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=["opened_at", *fields])
    return case, is_new


def _notify_moderators(case: Case, thing, *, except_for) -> None:
    """Notify the moderators of the thing, or the coordinators if nobody else is left to notify."""
    subject = registry.subject_for(thing)
    excluded = {person.pk for person in (*except_for, subject.person(thing)) if person}
    people = [person for person in subject.moderators(thing) if person.pk not in excluded]
    people = people or [person for person in coordinators() if person.pk not in excluded]
    place = subject.place(thing)
    recipients = [Recipient(person, reason_kind=NotificationReason.DUTY, reason_object=place) for person in people]
    notify(recipients, "moderation-case", case)
