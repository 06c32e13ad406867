from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "website.library"
    label = "library"
