from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "website.topics"
    label = "topics"
