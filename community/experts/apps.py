from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "community.experts"
    label = "experts"
