from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "website.events"
    label = "events"

    def ready(self):
        from website.events import signal_handlers  # noqa: F401 - connects the receivers
