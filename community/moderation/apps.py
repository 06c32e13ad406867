from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ModerationConfig(AppConfig):
    name = "community.moderation"
    label = "moderation"

    def ready(self):
        from community.moderation import signal_handlers  # noqa: F401 - they register themselves

        autodiscover_modules("moderation")
