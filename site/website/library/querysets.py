from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet


class AlbumPageQuerySet(TopicalPageQuerySet):
    def with_photos(self):
        """Prefetch the photos and their renditions."""
        return self.prefetch_related("photos__image__renditions")

    def for_page(self):
        return super().for_page().with_photos()


AlbumPageManager = PageManager.from_queryset(AlbumPageQuerySet)
