"""What stands against publishing a text that has grown from a topic; and the topic's page changes with the text."""

from contextlib import suppress

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from community.forum.actions.counters import touch
from community.forum.actions.locking import locked_topic
from community.forum.models import Topic
from community.knowledge.actions.consent import refresh_named_flags
from community.knowledge.models import Provenance
from community.knowledge.named_people import names_without_consent
from website.core.permissions import publication_check


@publication_check
@transaction.atomic
def missing_consents(page, revision) -> list[str]:
    """Parts that somebody does not want to be there, and names of people who have not agreed to theirs.

    The provenance is held as an answer holds it: of a "no" and a publication in one instant the second sees the first.
    """
    provenance = Provenance.objects.of_text(page).select_for_update(of=("self",)).select_related("topic").first()
    if provenance is None:
        return []
    declined = [contribution for contribution in provenance.contributions.order_by("pk") if contribution.is_blocking]
    words = []
    if declined:
        words.append(
            _(
                "Not published: %(names)s did not agree. Take their part out of the text, then say so on the page "
                "“Who has agreed”."
            )
            % {"names": _listed(declined)}
        )
    content = (revision or page.get_latest_revision()).content
    if named := [
        contribution for contribution in names_without_consent(provenance, content) if not contribution.is_blocking
    ]:
        words.append(
            _(
                "Not published: the text names %(names)s, who did not agree to be named. Take the name out wherever it "
                "stands: in the text, above it, and beside photos and documents."
            )
            % {"names": _listed(named)}
        )
    return words


def _listed(parts) -> str:
    return ", ".join(contribution.name or _("Former member") for contribution in parts)


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move], dispatch_uid="knowledge_text_changed")
def text_changed(sender, instance, **kwargs):
    """The topic says what it became: to whoever may see it, where it is. A name that is out of it is asked for no more."""
    with transaction.atomic():
        for provenance in Provenance.objects.of_text(instance).select_related("page"):
            refresh_named_flags(provenance)
            touch(locked_topic(provenance.topic_id))


@receiver(post_delete, sender=Provenance, dispatch_uid="knowledge_provenance_deleted")
def provenance_deleted(sender, instance, **kwargs):
    with transaction.atomic(), suppress(Topic.DoesNotExist):
        touch(locked_topic(instance.topic_id))
