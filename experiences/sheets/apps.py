from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "experiences.sheets"
    label = "sheets"
