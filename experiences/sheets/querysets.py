from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet


class SheetPageQuerySet(TopicalPageQuerySet):
    def written_by(self, user):
        """A member's own sheets in whatever state, the last touched first."""
        return self.filter(owner=user, alias_of=None).order_by("-latest_revision_created_at", "-pk")


SheetPageManager = PageManager.from_queryset(SheetPageQuerySet)
