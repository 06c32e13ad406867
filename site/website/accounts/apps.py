from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "website.accounts"
    label = "accounts"
    default = True

    def ready(self):
        from website.accounts import pending_forms, signal_handlers  # noqa: F401 - they listen for accounts and who signs in


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with what ours have besides."""

    user_viewset = "website.accounts.views.UserViewSet"
    default = False
