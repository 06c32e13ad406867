"""The consent of authors to the use of their posts in a text, and its effects on the text."""

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
    """Record whether an author agrees, named or unnamed, or declines. The same answer again changes nothing.

    After a refusal, scheduled publications are cancelled and the creator of a draft is notified.

    A published text stays online: others contributed to it, people link to it, and only a person can decide what to
    remove. The list of contributors beside it is updated at once, and later publications are blocked. If the text still
    contains a declined part or names the author without consent, its creator and everybody who may publish it are
    notified, and their list shows it first until it is changed (see `ProvenanceQuerySet.removals_first`).

    With a `moment` in the past, nobody is notified. Raises `PermissionDenied`.
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
    """Anonymise the contributions of an account that is erased.

    Consent becomes consent without a name, or a refusal if the account's posts are to be removed as well. A refusal
    stays a refusal.
    """
    # Lock all rows before changing any, provenances before topics, in the same order as answers and publications.
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
    """Set `is_still_named` for each contribution whose author is named in a published version without consent."""
    versions = [version.specific for version in provenance.live_versions]
    named = {
        contribution.pk
        for version in versions
        for contribution in names_without_consent(provenance, version.serializable_data())
    }
    provenance.contributions.filter(pk__in=named, is_still_named=False).update(is_still_named=True)
    provenance.contributions.filter(is_still_named=True).exclude(pk__in=named).update(is_still_named=False)


def _notify(provenance: Provenance, contribution: Contribution, actor) -> None:
    """Notify the creator of a draft, or everyone who can edit a published text, if something has to be removed."""
    if not contribution.needs_removal:
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
    """Record that a declined part was removed from the draft. Raises `PermissionDenied`."""
    provenance = _locked(contribution.provenance_id)
    contribution = Contribution.objects.get(pk=contribution.pk)
    if not can_manage_provenance(user, provenance):
        raise PermissionDenied
    if contribution.is_blocking:
        Contribution.objects.filter(pk=contribution.pk).update(removed_at=timezone.now())


def _locked(pk: int) -> Provenance:
    """Lock the provenance, so that answers and publications of one text run one after the other."""
    return _locked_rows().get(pk=pk)


def _locked_rows():
    """Prefetch instead of join: PostgreSQL drops a locked row if a joined row changed while it waited for the lock."""
    return Provenance.objects.select_for_update().prefetch_related("topic", "text", "creator")


def _cancel_scheduled_publication(provenance: Provenance) -> None:
    for version in provenance.text.pages.all():
        scheduled = Revision.objects.for_instance(version).exclude(approved_go_live_at=None)
        scheduled.update(approved_go_live_at=None)
