from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.home import default as wagtail_default
from wagtail.documents import urls as wagtaildocs_urls

from website.accounts.views import cms_account, cms_login, unsent
from website.core.views import media, robots, serve_page
from website.home.feeds import SITEMAPS

handler400 = "website.core.views.bad_request"

urlpatterns = [
    path("robots.txt", robots),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}),
    path("cms/login/", cms_login),
    path("cms/account/", cms_account),
    path("cms/failwhale/", wagtail_default),  # Wagtail breaks there on purpose
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", media),
    )

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.account.urls")),
    path("my/unsent/", unsent, name="unsent"),
    path("", include("website.core.urls")),
    path("", include("website.search.urls")),
    path("", include("community.members.urls")),
    path("", include("experiences.sheets.urls")),
    path("", include("website.events.urls")),
    path("", include("website.home.urls")),
    re_path(wagtail_urls.serve_pattern, serve_page),
    path("", include(wagtail_urls)),
)
