from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    wants_removal = forms.BooleanField(
        label=_("Take my published texts down too"),
        required=False,
        help_text=_("Otherwise they stay for the others, signed “former member”."),
    )
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be undone"),
        error_messages={"required": _("Tick this box: nobody can bring an erased account back.")},
    )
