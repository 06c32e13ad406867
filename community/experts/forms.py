from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.members.models import Member
from website.topics.models import Organisation


class AskForm(forms.Form):
    """Whom to ask: either a member or an organisation, by slug."""

    member = forms.ModelChoiceField(Member.objects.none(), required=False, to_field_name="slug")
    organisation = forms.ModelChoiceField(Organisation.objects.all(), required=False, to_field_name="slug")

    def __init__(self, data, *, asker):
        super().__init__(data)
        self.fields["member"].queryset = Member.objects.visible_to(asker)

    def clean(self):
        found = [row for row in map(self.cleaned_data.get, self.fields) if row]
        if len(found) != 1:
            raise ValidationError(_("Select who to ask."))
        return {"whom": found[0]}
