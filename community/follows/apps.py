from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FollowsConfig(AppConfig):
    name = "community.follows"
    label = "follows"

    def ready(self):
        from community.follows import signal_handlers  # noqa: F401 - connects the receivers
        from community.follows.subjects import lists, pages, rows  # noqa: F401 - registers the subjects

        autodiscover_modules("subjects")
