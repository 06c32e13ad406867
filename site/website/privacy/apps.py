from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "website.privacy"
    label = "privacy"

    def ready(self):
        from website.privacy import signal_handlers  # noqa: F401 - connects receivers
