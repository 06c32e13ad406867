from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from wagtail.admin import apps as wagtail_admin


class NotificationsConfig(AppConfig):
    name = "website.notifications"
    label = "notifications"
    default = True

    def ready(self):
        from website.notifications import signal_handlers  # noqa: F401 - they register themselves

        autodiscover_modules("notices")


class CmsConfig(wagtail_admin.WagtailAdminAppConfig):
    """Wagtail's editing room without its own workflow mails: `notify` tells people, in their language, once.

    They are never connected rather than disconnected later, so that the order of the apps does not matter.
    """

    default = False

    def ready(self):
        from wagtail.admin.telepath import widgets  # noqa: F401 - what else Wagtail's own `ready` does
