"""The step of the publication pipeline that follows the names in texts made of topics."""

from community.knowledge.actions.consent import refresh_named_flags
from community.knowledge.models import Provenance
from website.core.publication import Change, Publication

CHANGES = (Change.PUBLISHED, Change.SCHEDULED, Change.UNPUBLISHED, Change.MOVED, Change.DELETED)


def refresh_names(publication: Publication) -> None:
    """Stop asking for the removal of a name that is no longer in the text."""
    if publication.change not in CHANGES:
        return
    for provenance in Provenance.objects.filter(text=publication.text).select_related("topic", "text"):
        refresh_named_flags(provenance)
