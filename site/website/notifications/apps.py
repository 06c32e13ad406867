from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from wagtail.admin import apps as wagtail_admin


class NotificationsConfig(AppConfig):
    name = "website.notifications"
    label = "notifications"
    default = True

    def ready(self):
        from website.notifications import signal_handlers  # noqa: F401 - connects receivers

        autodiscover_modules("notices")


class CmsConfig(wagtail_admin.WagtailAdminAppConfig):
    """Wagtail's admin without its workflow mails, which `notify` replaces.

    Their receivers are not connected at all, rather than disconnected later, so that the order of apps does not matter.
    """

    default = False

    def ready(self):
        from wagtail.admin.telepath import widgets  # noqa: F401 - as in Wagtail's own `ready`
