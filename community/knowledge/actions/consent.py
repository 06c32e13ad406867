"""What people answer about their part, and what their answer does to the text."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from community.forum.actions.erasing import lock_topics_of
from community.knowledge.enums import Consent
from community.knowledge.models import Contribution, Provenance
from community.knowledge.named_people import names_without_consent
from community.knowledge.permissions import can_answer_contribution, can_manage_provenance, managers_of
from website.notifications.actions import notify
from website.notifications.enums import NotificationReason
from website.notifications.models import Recipient


@transaction.atomic
def answer_contribution(user, contribution: Contribution, answer: Consent, *, moment=None) -> None:
    """Agree, with the name or without, or not; whoever says the same twice has said it once.

    Where somebody declines, the creator is told and nothing goes online by itself any more.

    What is online stays there: others have a part in it, people link to it, and what has to go only somebody who reads
    it can say. The name beside the text goes at once, and nothing new is published over the answer. Where words of
    whoever declines, or the name of whoever no longer wants to be named, are left in it, its creator and everybody who
    may publish it are told what to take out, and their list (`ProvenanceQuerySet.asked_first`) has it first until they have.

    Where it is as of an earlier `moment`, nobody is told.
    """
    provenance = _locked(contribution.provenance_id)
    contribution = Contribution.objects.select_related("provenance__text").get(pk=contribution.pk)
    if not can_answer_contribution(user, contribution) or answer not in Consent.values or answer == Consent.ASKED:
        raise PermissionDenied
    if contribution.answer == answer:
        return
    contribution.answer, contribution.answered_at = answer, moment or timezone.now()
    if answer == Consent.DECLINED:
        contribution.removed_at = None
        _cancel_scheduled_publication(provenance)
    contribution.save(update_fields=["answer", "answered_at", "removed_at"])
    refresh_named_flags(provenance)
    if moment is None:
        contribution.refresh_from_db(fields=["is_still_named"])
        _notify(provenance, contribution, user)


@transaction.atomic
def withdraw_all_contributions(user, wants_removal: bool) -> None:
    """Somebody leaves: their name goes from all texts, and with their posts the agreement to them; what was declined
    stays declined.
    """
    # All rows are locked before any is changed, provenances before topics: the order of an answer and of a publication.
    keys = sorted(Contribution.objects.of(user).values_list("provenance", flat=True))
    provenances = {provenance.pk: provenance for provenance in _locked_rows().filter(pk__in=keys).order_by("pk")}
    lock_topics_of(user, [provenance.topic_id for provenance in provenances.values()])
    for contribution in Contribution.objects.of(user).filter(provenance__in=provenances).order_by("pk"):
        provenance = contribution.provenance = provenances[contribution.provenance_id]
        if not contribution.is_declined:
            contribution.answer, contribution.removed_at = Consent.DECLINED if wants_removal else Consent.UNNAMED, None
            contribution.save(update_fields=["answer", "removed_at"])
            refresh_named_flags(provenance)
            contribution.refresh_from_db(fields=["is_still_named"])
            _notify(provenance, contribution, user)
    Contribution.objects.of(user).update(user=None, name="")


def refresh_named_flags(provenance: Provenance) -> None:
    """Note of whom what is online says the name, though they do not agree to it."""
    versions = [version.specific for version in provenance.live_versions]
    named = {
        contribution.pk
        for version in versions
        for contribution in names_without_consent(provenance, version.serializable_data())
    }
    provenance.contributions.filter(pk__in=named, is_still_named=False).update(is_still_named=True)
    provenance.contributions.filter(is_still_named=True).exclude(pk__in=named).update(is_still_named=False)


def _notify(provenance: Provenance, contribution: Contribution, actor) -> None:
    """Of a text that nobody reads yet its creator; of one that is online all who can mend it."""
    if not contribution.asks:
        return
    if provenance.live_versions.exists():
        kind, people = "contribution-withdrawn", managers_of(provenance)
    else:
        kind, people = (
            "contribution-declined",
            [provenance.creator] if provenance.creator and provenance.creator.is_active else [],
        )
    recipients = [_recipient(person, provenance) for person in people if person != actor]
    notify(recipients, kind, contribution, title=provenance.title)


def _recipient(person, provenance: Provenance) -> Recipient:
    if person == provenance.creator:
        return Recipient(person, reason_object=provenance.topic)
    return Recipient(person, NotificationReason.DUTY)


@transaction.atomic
def mark_removed(user, contribution: Contribution) -> None:
    """The creator, or who may publish the page, says that the part of whoever declined is no longer in the draft."""
    provenance = _locked(contribution.provenance_id)
    contribution = Contribution.objects.get(pk=contribution.pk)
    if not can_manage_provenance(user, provenance):
        raise PermissionDenied
    if contribution.is_blocking:
        Contribution.objects.filter(pk=contribution.pk).update(removed_at=timezone.now())


def _locked(pk: int) -> Provenance:
    """Held until the transaction ends: of an answer and a publication at once, one comes first."""
    return _locked_rows().get(pk=pk)


def _locked_rows():
    """Without joins: PostgreSQL finds no row where what it joins changed while it waited for the lock."""
    return Provenance.objects.select_for_update().prefetch_related("topic", "text", "creator")


def _cancel_scheduled_publication(provenance: Provenance) -> None:
    for version in provenance.text.pages.all():
        waiting = Revision.objects.for_instance(version).exclude(approved_go_live_at=None)
        waiting.update(approved_go_live_at=None)
