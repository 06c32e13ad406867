from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "website.core"
    label = "core"

    def ready(self):
        from website.core import checks, signal_handlers  # noqa: F401 - they register themselves

        autodiscover_modules("listings", "personal_data")
        _keep_formulas_out_of_the_cmss_exports()


def _keep_formulas_out_of_the_cmss_exports():
    """Wagtail does so in its workbooks, not in its CSV."""
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    from website.core.feeds import escape_formula

    preprocess = SpreadsheetExportMixin.custom_value_preprocess
    preprocess[list] = {**preprocess[list], SpreadsheetExportMixin.FORMAT_CSV: escape_formula}
    preprocess[object] = {SpreadsheetExportMixin.FORMAT_CSV: escape_formula}
