from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "community.knowledge"
    label = "knowledge"

    def ready(self):
        from community.knowledge import signal_handlers  # noqa: F401 - they register themselves
