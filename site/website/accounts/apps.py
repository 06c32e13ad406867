from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "website.accounts"
    label = "accounts"
    default = True

    def ready(self):
        from website.accounts import unsent  # noqa: F401 - it listens for who signs in


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with what ours have besides."""

    user_viewset = "website.accounts.views.UserViewSet"
    default = False
