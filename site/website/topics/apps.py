from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "website.topics"
    label = "topics"

    def ready(self):
        from website.topics import signal_handlers  # noqa: F401 - they register themselves
