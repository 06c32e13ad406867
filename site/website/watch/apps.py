from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "website.watch"
    label = "watch"
