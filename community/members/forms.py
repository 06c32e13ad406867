from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.enums import View, Visibility, Who
from community.members.models import Member

VISIBILITY_IN_WORDS = {
    Visibility.PUBLIC: _("Everyone: I am on the public web, in lists, on the map and in feeds."),
    Visibility.MEMBERS: _("Members only: people find me once they have signed in."),
    Visibility.NOBODY: _("Nobody: I am in no list, on no map and in no feed."),
}


class DirectoryForm(forms.Form):
    """`who` is shown and in which `view`: organisations in a list where the address does not say."""

    who = forms.ChoiceField(choices=Who, required=False)
    view = forms.ChoiceField(choices=View, required=False)

    def clean_who(self):
        return Who(self.cleaned_data["who"] or Who.ORGANISATIONS)

    def clean_view(self):
        return View(self.cleaned_data["view"] or View.LIST)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What differs from what is shown anyway, as pairs of an address."""
        usual = {"who": Who.ORGANISATIONS, "view": View.LIST}
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value != usual[name]]


class ProfileForm(forms.ModelForm):
    """What members say of themselves; their name and address stay with the account."""

    class Meta:
        model = Member
        fields = [
            *("organisation", "job_title", "territory", "expertise", "languages"),
            *("bio", "bio_language", "phone", "visibility"),
        ]
        widgets = {
            "expertise": forms.CheckboxSelectMultiple,
            "languages": forms.CheckboxSelectMultiple,
            "bio": forms.Textarea({"rows": 5}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
            "job_title": forms.TextInput({"autocomplete": "organization-title"}),
            "visibility": forms.RadioSelect,
        }
        help_texts = {
            "territory": _("Where you work, if it is not the whole area of your organisation."),
            "expertise": _("What others can ask you about."),
            "languages": _("Those in which a partner from across the border can call you."),
            "bio": _("What you work on, in a few sentences. No e-mail address, please."),
            "visibility": _(
                "Your telephone is only ever shown to people who have signed in, and your e-mail address to nobody."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("organisation", "territory", "expertise", "languages"):
            self.fields[name].queryset = self.fields[name].queryset.by_name()
        self.fields["territory"].queryset = self.fields["territory"].queryset.offered(self.instance.territory_id)
        self.fields["visibility"].choices = [(choice, VISIBILITY_IN_WORDS[choice]) for choice in Visibility]
