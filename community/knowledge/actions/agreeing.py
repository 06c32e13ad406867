"""What people answer about their part, and what their answer does to the text."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from community.forum.actions.counting import touch
from community.knowledge.enums import Agreement
from community.knowledge.models import Credit, Origin
from community.knowledge.permissions import can_answer_credit, can_keep_origin
from website.notifications.actions import notify
from website.notifications.models import Telling


@transaction.atomic
def answer_credit(user, credit: Credit, answer: Agreement, *, moment=None) -> None:
    """Agree, with the name or without, or not; whoever says the same twice has said it once.

    Where somebody declines, the maker is told and nothing goes online by itself any more.
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
    touch(origin.topic)
    tells_maker = answer == Agreement.DECLINED and moment is None and origin.maker_id != user.pk
    if tells_maker and origin.maker is not None and origin.maker.is_active:
        notify([Telling(origin.maker, because_of=origin.topic)], "credit-declined", credit, title=origin.title)


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
        Revision.objects.for_instance(version).update(approved_go_live_at=None)
