from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "experiences.sheets"
    label = "sheets"

    def ready(self):
        from experiences.sheets import signal_handlers  # noqa: F401 - connects the receivers
