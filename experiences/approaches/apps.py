from django.apps import AppConfig


class ApproachesConfig(AppConfig):
    name = "experiences.approaches"
    label = "approaches"
