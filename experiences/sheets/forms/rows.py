"""Forms for the rows of a sheet: steps, exchanges, measures, obstacles and levers."""

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet

from experiences.sheets.forms.fields import AmountField, ResourceCodeField
from experiences.sheets.models import SheetExchange, SheetFactor, SheetMeasure, SheetStep

MAX_ROWS = 40
LINES = forms.Textarea({"rows": 2})
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RowFormSet(BaseChildFormSet):
    """A formset whose submitted rows replace all existing ones, in the submitted order. Empty rows are dropped.

    Rows have no identity across revisions, so the form contains no primary keys that could be stale or forged.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The factory sets both on the class. A forged TOTAL_FORMS must not create a thousand forms.
        self.can_order, self.absolute_max = False, self.max_num

    def initial_form_count(self):
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index):
        BaseFormSet.add_fields(self, form, index)
        form.fields["DELETE"].label = _("Remove this row")

    @property
    def submitted_forms(self) -> list:
        """Return the forms that were submitted and not marked for deletion."""
        self.is_valid()
        return [form for form in self.forms if not self._should_delete_form(form)]

    def save(self, commit=False):
        rows = [self.save_new(form, commit=False) for form in self.submitted_forms if form.has_changed()]
        for order, row in enumerate(rows):
            row.sort_order = order
        getattr(self.instance, self.rel_name).set(rows)
        return rows


class StepForm(forms.ModelForm):
    class Meta:
        model = SheetStep
        fields = ["date", "text"]
        widgets = {"date": DATE, "text": LINES}


class ExchangeForm(forms.ModelForm):
    class Meta:
        model = SheetExchange
        fields = ["description", "resource", "quantity", "unit", "period", "supplier", "receiver"]
        field_classes = {"quantity": AmountField}

    resource = ResourceCodeField(
        label=_("List of Waste code"), required=False, help_text=_("If you know it, for example 15 01 03.")
    )


class MeasureForm(forms.ModelForm):
    class Meta:
        model = SheetMeasure
        fields = [
            *("indicator", "value", "unit", "evidence", "territory"),
            *("factor_source", "factor_year", "method"),
        ]
        field_classes = {"value": AmountField}
        labels = {"territory": _("Territory the figure applies to")}
        help_texts = {"method": _("Explain in one sentence how you got this figure.")}
        widgets = {"factor_year": forms.TextInput({"inputmode": "numeric", "maxlength": 4}), "method": LINES}

    def __init__(self, *args, territory_choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        # The sheet's form reads the choices once for all rows.
        self.fields["territory"].choices = territory_choices


class FactorForm(forms.ModelForm):
    class Meta:
        model = SheetFactor
        fields = ["kind", "theme", "text"]
        widgets = {"text": LINES}


def row_formset(form, **options) -> dict:
    """Return the `formsets` options with which a `ClusterForm` builds the formset of `form`."""
    return {"form": form, "formset": RowFormSet, "extra": 1, "max_num": MAX_ROWS, **options}
