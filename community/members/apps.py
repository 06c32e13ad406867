from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "community.members"
    label = "members"

    def ready(self):
        from community.members import signal_handlers  # noqa: F401 - connects the receivers
