from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "website.core"
    label = "core"

    def ready(self):
        from website.core import checks, signal_handlers  # noqa: F401 - registers checks and receivers

        autodiscover_modules("listings", "personal_data")
        _escape_formulas_in_cms_exports()


def _escape_formulas_in_cms_exports():
    """Wagtail escapes formulas in its XLSX exports, but not in CSV."""
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    from website.core.feeds import escape_formula

    preprocess = SpreadsheetExportMixin.custom_value_preprocess
    preprocess[list] = {**preprocess[list], SpreadsheetExportMixin.FORMAT_CSV: escape_formula}
    preprocess[object] = {SpreadsheetExportMixin.FORMAT_CSV: escape_formula}
