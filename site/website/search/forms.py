from django import forms
from django.utils.translation import gettext_lazy as _

from website.core import listings
from website.core.filters import MAX_QUERY_LENGTH


class SearchForm(forms.Form):
    """The search form: `q` contains the words, `in` the name of a listing or nothing for all of them."""

    q = forms.CharField(
        label=_("Search terms"), max_length=MAX_QUERY_LENGTH, required=False, widget=forms.TextInput({"type": "search"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["in"] = forms.ChoiceField(
            label=_("Where"),
            required=False,
            choices=[("", _("Everywhere")), *((entry.name, entry.title) for entry in listings.searched())],
        )
