"""House rules that `manage.py check` enforces."""

from django.apps import apps
from django.core.checks import Error, register


@register()
def every_page_type_is_a_base_page(app_configs, **kwargs):
    """A page type that skipped `BasePage` would have no reader's version and no summary."""
    from wagtail.models import Page

    from website.core.models import BasePage

    return [
        Error(f"{model._meta.label} must inherit from core's BasePage.", obj=model, id="core.E001")
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not issubclass(model, BasePage)
    ]
