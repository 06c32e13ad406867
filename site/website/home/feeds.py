"""The sitemap."""

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from website.core.sections import HOME_DEPTH, url_in_tree


class PageSitemap(Sitemap):
    """All public pages except aliases, each at its URL in the tree of its own language."""

    def items(self):
        pages = Page.objects.live().public().filter(depth__gte=HOME_DEPTH, alias_of=None).order_by("path")
        return pages.values_list("url_path", "locale__language_code", "last_published_at")

    def location(self, item):
        url_path, language, _published = item
        return url_in_tree(url_path, language)

    def lastmod(self, item):
        return item[2]


SITEMAPS = {"pages": PageSitemap}
