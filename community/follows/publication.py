"""The step of the publication pipeline that tells followers."""

from community.follows.actions import notifying
from website.core.publication import Change, Publication
from website.topics.models import TopicalPage


def notify_followers(publication: Publication) -> None:
    """Tell followers of a new text, or of a change; a text that came in with an earlier date is no news."""
    page = publication.page
    if publication.change != Change.PUBLISHED or publication.is_alias or not isinstance(page, TopicalPage):
        return
    if publication.is_first:
        notifying.notify_of_publication(page, {*publication.actors, page.owner_id})
    else:
        notifying.notify_of_change(page, publication.actors)
