from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "website.events"
    label = "events"
