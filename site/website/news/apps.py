from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "website.news"
    label = "news"
