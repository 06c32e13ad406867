"""Conventions of this project that `manage.py check` enforces."""

from django.apps import apps
from django.core.checks import Error, register


@register()
def every_page_type_is_a_base_page(app_configs, **kwargs):
    """Report page types that do not inherit from `BasePage`; they would have no reader version and no summary."""
    from wagtail.models import Page

    from website.core.models import BasePage

    return [
        Error(f"{model._meta.label} must inherit from core's BasePage.", obj=model, id="core.E001")
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not issubclass(model, BasePage)
    ]


@register()
def every_page_form_is_a_base_page_form(app_configs, **kwargs):
    """Report page types whose CMS form does not inherit from `BasePageForm`.

    Such a form does not notice that another language uses the slug. Wagtail then raises `ValidationError` while it
    saves the page, and the editor's input is lost.
    """
    from website.core.forms import BasePageForm
    from website.core.models import BasePage

    return [
        Error(f"The CMS form of {model._meta.label} must inherit from core's BasePageForm.", obj=model, id="core.E002")
        for model in apps.get_models()
        if issubclass(model, BasePage) and not issubclass(model.get_edit_handler().get_form_class(), BasePageForm)
    ]
