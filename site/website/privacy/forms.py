from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    wants_removal = forms.BooleanField(
        label=_("Also remove my published texts"),
        required=False,
        help_text=_("Otherwise your texts remain, shown as by “Former member”."),
    )
    is_sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick this box to confirm. An erased account cannot be restored.")},
    )
