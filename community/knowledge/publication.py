"""The step of the publication pipeline that keeps topics and their texts together."""

from community.forum.actions.counters import touch
from community.knowledge.actions.consent import refresh_named_flags
from community.knowledge.models import Provenance
from website.core.publication import Change, Publication

CHANGES = (Change.PUBLISHED, Change.SCHEDULED, Change.UNPUBLISHED, Change.MOVED, Change.DELETED)


def update_topic(publication: Publication) -> None:
    """The topic shows what it became where readers see it now; a name that is no longer in the text is asked for no more."""
    if publication.change not in CHANGES:
        return
    for provenance in Provenance.objects.filter(text=publication.text).select_related("topic", "text"):
        refresh_named_flags(provenance)
        touch(provenance.topic)
