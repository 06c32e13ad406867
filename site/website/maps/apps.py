from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "website.maps"
    label = "maps"
