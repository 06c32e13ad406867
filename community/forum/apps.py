from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "community.forum"
    label = "forum"

    def ready(self):
        from community.forum import signal_handlers  # noqa: F401 - they register themselves
