"""The step of the publication pipeline that notifies followers."""

from community.follows.actions import notifying
from website.core.publication import Change, Publication
from website.topics.models import TopicalPage


def notify_followers(publication: Publication) -> None:
    """Notify followers of the first publication of a page or of a change. Other kinds of change are ignored."""
    page = publication.page
    if publication.change != Change.PUBLISHED or publication.is_alias or not isinstance(page, TopicalPage):
        return
    if publication.is_first:
        notifying.notify_of_publication(page, {*publication.actors, page.owner_id})
    else:
        notifying.notify_of_change(page, publication.actors)
