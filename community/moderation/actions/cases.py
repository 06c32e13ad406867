"""Something waits for the moderators: a thing was reported, or nobody reads it before they have."""

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
    """The same person has reported the same thing, and waits for an answer."""


def case_of(thing) -> Case:
    """The case of a thing, which may say nothing yet."""
    kind = ContentType.objects.get_for_model(thing)
    person = registry.subject_for(thing).person(thing)
    return Case.objects.get_or_create(thing_type=kind, thing_id=thing.pk, defaults={"person": person})[0]


@transaction.atomic
def hold_for_review(thing) -> Case:
    """Nobody else reads the thing before a moderator has: they are told. The caller has locked or just made the thing."""
    case, _is_new = _opened(thing, is_waiting=True)
    _tell_moderators(case, thing, besides=())
    return case


@transaction.atomic
def report(thing, *, reason: str, words: str, language: str, reporter=None, name: str = "", email: str = "") -> Report:
    """Somebody notifies the moderators of a thing; `language` is theirs. Raises `AlreadyReported`.

    The first report of those that wait is told to the moderators, each to whoever sent it. Raises the `DoesNotExist` of
    the thing, too.
    """
    thing = registry.subject_for(thing).lock(thing)
    (case, is_new), email = _opened(thing), email.lower()
    if case.reports.open().by(reporter, email).exists():
        raise AlreadyReported
    found = Report.objects.create(
        case=case, reporter=reporter, name=name, email=email, language=language, reason=reason, words=words
    )
    if found.addressee:
        notify([Recipient(found.addressee)], "report-received", found)
    if is_new:
        _tell_moderators(case, thing, besides=(reporter,))
    return found


def reopen(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(opened_at=Coalesce("opened_at", timezone.now()))


def _opened(thing, **fields) -> tuple[Case, bool]:
    """The case, held until the transaction ends, and whether nothing had waited: a decision comes before or after."""
    case = Case.objects.select_for_update().get(pk=case_of(thing).pk)
    is_new = not case.is_open
    case.opened_at = case.opened_at or timezone.now()
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=["opened_at", *fields])
    return case, is_new


def _tell_moderators(case: Case, thing, *, besides) -> None:
    """Those of the thing's place; the coordinators where it has none but whom it concerns."""
    subject = registry.subject_for(thing)
    not_told = {person.pk for person in (*besides, subject.person(thing)) if person}
    people = [person for person in subject.moderators(thing) if person.pk not in not_told]
    people = people or [person for person in coordinators() if person.pk not in not_told]
    place = subject.place(thing)
    recipients = [Recipient(person, reason_kind=NotificationReason.DUTY, reason_object=place) for person in people]
    notify(recipients, "moderation-case", case)
