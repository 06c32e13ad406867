"""What people answer about their part, and what their answer does to the text."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from community.forum.actions.counting import touch
from community.knowledge.enums import Agreement
from community.knowledge.models import Credit, Origin
from community.knowledge.names import unagreed_names
from community.knowledge.permissions import can_answer_credit, can_keep_origin, people_who_keep
from website.notifications.actions import notify
from website.notifications.enums import Because
from website.notifications.models import Telling


@transaction.atomic
def answer_credit(user, credit: Credit, answer: Agreement, *, moment=None) -> None:
    """Agree, with the name or without, or not; whoever says the same twice has said it once.

    Where somebody declines, the maker is told and nothing goes online by itself any more.

    What is online stays there: others have a part in it, people link to it, and what has to go only somebody who reads
    it can say. The name beside the text goes at once, and nothing new is published over the answer. Where words of
    whoever declines, or the name of whoever no longer wants to be named, are left in it, its maker and everybody who
    may publish it are told what to take out, and their list (`OriginQuerySet.asked_first`) has it first until they have.

    Where it is as of an earlier `moment`, nobody is told.
    """
    origin = _locked(credit.origin_id)
    credit = Credit.objects.select_related("origin__page").get(pk=credit.pk)
    if not can_answer_credit(user, credit) or answer not in Agreement.values or answer == Agreement.ASKED:
        raise PermissionDenied
    if credit.answer == answer:
        return
    credit.answer, credit.answered_at = answer, moment or timezone.now()
    if answer == Agreement.DECLINED:
        credit.taken_out_at = None
        _take_off_the_clock(origin)
    credit.save(update_fields=["answer", "answered_at", "taken_out_at"])
    look_again(origin)
    touch(origin.topic)
    if moment is None:
        credit.refresh_from_db(fields=["is_still_named"])
        _tell(origin, credit, user)


@transaction.atomic
def withdraw_all(user, wants_removal: bool) -> None:
    """Somebody leaves: their name goes from all texts, and with their posts the agreement to them; what was declined
    stays declined.
    """
    # Nothing is locked: with their posts the topics are held already, which a publication takes after the origin.
    for credit in Credit.objects.of(user).select_related("origin__topic", "origin__page", "origin__maker"):
        origin = credit.origin
        if not credit.is_declined:
            credit.answer, credit.taken_out_at = Agreement.DECLINED if wants_removal else Agreement.UNNAMED, None
            credit.save(update_fields=["answer", "taken_out_at"])
            look_again(origin)
            credit.refresh_from_db(fields=["is_still_named"])
            _tell(origin, credit, user)
        touch(origin.topic)
    Credit.objects.of(user).update(user=None, name="")


def look_again(origin: Origin) -> None:
    """Note of whom what is online says the name, though they do not agree to it."""
    versions = [version.specific for version in origin.live_versions]
    named = {credit.pk for version in versions for credit in unagreed_names(origin, version.serializable_data())}
    origin.credits.filter(pk__in=named, is_still_named=False).update(is_still_named=True)
    origin.credits.filter(is_still_named=True).exclude(pk__in=named).update(is_still_named=False)


def _tell(origin: Origin, credit: Credit, actor) -> None:
    """Of a text that nobody reads yet its maker; of one that is online all who can mend it."""
    if not credit.asks:
        return
    if origin.live_versions.exists():
        kind, people = "credit-withdrawn", people_who_keep(origin)
    else:
        kind, people = "credit-declined", [origin.maker] if origin.maker and origin.maker.is_active else []
    tellings = [_telling(person, origin) for person in people if person != actor]
    notify(tellings, kind, credit, title=origin.title)


def _telling(person, origin: Origin) -> Telling:
    if person == origin.maker:
        return Telling(person, because_of=origin.topic)
    return Telling(person, Because.DUTY)


@transaction.atomic
def take_out(user, credit: Credit) -> None:
    """The maker, or who may publish the page, says that the part of whoever declined is no longer in the draft."""
    origin = _locked(credit.origin_id)
    credit = Credit.objects.get(pk=credit.pk)
    if not can_keep_origin(user, origin):
        raise PermissionDenied
    if credit.is_in_the_way:
        Credit.objects.filter(pk=credit.pk).update(taken_out_at=timezone.now())
        touch(origin.topic)


def _locked(pk: int) -> Origin:
    """Held until the transaction ends: of an answer and a publication at once, one comes first."""
    rows = Origin.objects.select_for_update(of=("self",)).select_related("topic", "page", "maker")
    return rows.get(pk=pk)


def _take_off_the_clock(origin: Origin) -> None:
    versions = Page.objects.filter(translation_key=origin.page.translation_key)
    for version in versions:
        waiting = Revision.objects.for_instance(version).exclude(approved_go_live_at=None)
        waiting.update(approved_go_live_at=None)
