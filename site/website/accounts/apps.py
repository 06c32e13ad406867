from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "website.accounts"
    label = "accounts"
    default = True

    def ready(self):
        from website.accounts import pending_forms, signal_handlers  # noqa: F401 - connects receivers


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app, with the extra fields of our user model."""

    user_viewset = "website.accounts.views.UserViewSet"
    default = False
