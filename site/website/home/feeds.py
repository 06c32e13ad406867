"""What crawlers are told of the site."""

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from website.core.sections import HOME_DEPTH, url_in_tree


class PageSitemap(Sitemap):
    """Every text that everybody may read, at its address in its own language's tree."""

    def items(self):
        pages = Page.objects.live().public().filter(depth__gte=HOME_DEPTH, alias_of=None).order_by("path")
        return pages.values_list("url_path", "locale__language_code", "last_published_at")

    def location(self, item):
        url_path, language, _published = item
        return url_in_tree(url_path, language)

    def lastmod(self, item):
        return item[2]


SITEMAPS = {"pages": PageSitemap}
