from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RepliesConfig(AppConfig):
    name = "website.replies"
    label = "replies"

    def ready(self):
        from website.replies import signal_handlers  # noqa: F401 - connects receivers

        autodiscover_modules("replies")
