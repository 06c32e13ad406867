from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from website.core.forms import BasePageForm
from website.events.enums import AgendaLayout
from website.events.fields import MonthField


class EventPageForm(BasePageForm):
    """The CMS form of an event. In a translation the `shared_fields` must equal those of the original."""

    def clean(self):
        data = super().clean()
        original = self.instance.pk and self.instance.original
        if original:
            for name in set(self.instance.shared_fields) & data.keys():
                if data[name] != getattr(original, name):
                    self.add_error(name, self._refusal(original))
        return data

    @staticmethod
    def _refusal(original):
        return _("This is the same in every language. Change it in the original, “%(title)s” (%(language)s).") % {
            "title": original.title,
            "language": original.locale,
        }


class AgendaForm(forms.Form):
    """The layout of the agenda, by default a list."""

    view = forms.ChoiceField(choices=AgendaLayout, required=False)

    def clean_view(self):
        return AgendaLayout(self.cleaned_data["view"] or AgendaLayout.LIST)


class MonthForm(forms.Form):
    """The month to show. `chosen` is None for the current month."""

    month = MonthField(required=False)

    @property
    def chosen(self) -> date | None:
        return self.cleaned_data["month"] if self.is_valid() else None

    @property
    def link_params(self) -> list[tuple[str, str]]:
        """Return the query parameters, besides the filters, that links in a month contain."""
        return [("view", AgendaLayout.MONTH.value), *([("month", f"{self.chosen:%Y-%m}")] if self.chosen else [])]
