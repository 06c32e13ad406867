from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.home import default as wagtail_default
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from website.accounts.views import cms_account, cms_login, unsent
from website.core.views import media, robots, serve_page
from website.home.feeds import SITEMAPS
from website.notifications import webhooks

handler400 = "website.core.views.bad_request"

urlpatterns = [
    path("robots.txt", robots),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}),
    path("cms/login/", cms_login),
    path("cms/account/", cms_account),
    path("cms/failwhale/", wagtail_default),  # Wagtail raises an exception there on purpose
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("anymail/", include(webhooks)),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", media),
    )

urlpatterns += i18n_patterns(
    path("accounts/", include("website.accounts.urls")),
    path("my/unsent/", unsent, name="unsent"),
    path("", include("website.core.urls")),
    path("", include("website.search.urls")),
    path("", include("community.experts.urls")),
    path("", include("community.knowledge.urls")),
    path("", include("community.forum.urls")),
    path("", include("community.moderation.urls")),
    path("", include("community.follows.urls")),
    path("", include("community.joining.urls")),
    path("", include("community.members.urls")),
    path("", include("community.organisations.urls")),
    path("", include("experiences.sheets.urls")),
    path("", include("website.events.urls")),
    path("", include("website.privacy.urls")),
    path("", include("website.notifications.urls")),
    path("", include("website.home.urls")),
    # Wagtail's views for pages with a view restriction. Its login redirects to ours.
    path(
        "_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="wagtailcore_login"
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
)
