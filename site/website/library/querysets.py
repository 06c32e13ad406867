from wagtail.models import PageManager

from website.topics.querysets import TopicalPageQuerySet


class AlbumPageQuerySet(TopicalPageQuerySet):
    def with_photos(self):
        """With every photo and the sizes it is there in, in a fixed number of statements."""
        return self.prefetch_related("photos__image__renditions")

    def for_page(self):
        return super().for_page().with_photos()


AlbumPageManager = PageManager.from_queryset(AlbumPageQuerySet)
