from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FollowsConfig(AppConfig):
    name = "community.follows"
    label = "follows"

    def ready(self):
        from community.follows import signal_handlers  # noqa: F401 - they register themselves
        from community.follows.subjects import lists, pages, rows  # noqa: F401 - likewise

        autodiscover_modules("subjects")
