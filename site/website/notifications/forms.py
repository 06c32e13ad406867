from django import forms
from django.utils.translation import gettext_lazy as _

from website.notifications.models import Preference


class PreferenceForm(forms.ModelForm):
    class Meta:
        model = Preference
        fields = ["direct", "followed"]
        widgets = {"direct": forms.RadioSelect, "followed": forms.RadioSelect}
        help_texts = {
            "direct": _("A question to you, a mention of your name, an answer to something you sent."),
            "followed": _("Updates on what you follow. You can choose another setting for a single item."),
        }


class UntilForm(forms.Form):
    """`until` is the primary key of the newest notification on the page when “Mark all as read” was clicked."""

    until = forms.IntegerField(min_value=1, max_value=2**63 - 1)
