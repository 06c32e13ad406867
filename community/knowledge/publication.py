"""The step of the publication pipeline that rechecks which contributors published texts name."""

from community.knowledge.actions.consent import refresh_named_flags
from community.knowledge.models import Provenance
from website.core.publication import Change, Publication

CHANGES = (Change.PUBLISHED, Change.SCHEDULED, Change.UNPUBLISHED, Change.MOVED, Change.DELETED)


def refresh_names(publication: Publication) -> None:
    """Refresh `Contribution.is_still_named` after a change of what is online."""
    if publication.change not in CHANGES:
        return
    for provenance in Provenance.objects.filter(text=publication.text).select_related("topic", "text"):
        refresh_named_flags(provenance)
