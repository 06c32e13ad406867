from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "website.core"
    label = "core"

    def ready(self):
        from website.core import checks, signal_handlers  # noqa: F401 - they register themselves

        autodiscover_modules("listings", "personal_data")
