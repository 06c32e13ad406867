from django.apps import AppConfig


class FaqConfig(AppConfig):
    name = "website.faq"
    label = "faq"
