from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.audiences import FIELDS, audience_name
from community.members.enums import DirectoryLayout, DirectoryScope, Visibility
from community.members.models import Member

VISIBILITY_IN_WORDS = {
    Visibility.PUBLIC: _("Everyone: I am on the public web, in lists, on the map and in feeds."),
    Visibility.MEMBERS: _("Members only: people find me once they have signed in."),
    Visibility.NOBODY: _("Nobody: I am in no list, on no map and in no feed."),
}


class DirectoryForm(forms.Form):
    """What the directory lists (`who`) and how (`view`). The default is a list of organisations."""

    who = forms.ChoiceField(choices=DirectoryScope, required=False)
    view = forms.ChoiceField(choices=DirectoryLayout, required=False)

    def clean_who(self):
        return DirectoryScope(self.cleaned_data["who"] or DirectoryScope.ORGANISATIONS)

    def clean_view(self):
        return DirectoryLayout(self.cleaned_data["view"] or DirectoryLayout.LIST)

    @property
    def link_params(self) -> list[tuple[str, str]]:
        """The values that differ from the defaults, as pairs of a query string."""
        defaults = {"who": DirectoryScope.ORGANISATIONS, "view": DirectoryLayout.LIST}
        return [(name, str(value)) for name, value in self.cleaned_data.items() if value != defaults[name]]


class ProfileForm(forms.ModelForm):
    """A member's entry and the audience of each field. Name and e-mail address are fields of the account."""

    class Meta:
        model = Member
        fields = [
            *("visibility", "organisation", "job_title", "territory", "expertise", "languages"),
            *("bio", "bio_language", "phone", "questions_per_month", *map(audience_name, FIELDS)),
        ]
        widgets = {
            "expertise": forms.CheckboxSelectMultiple,
            "languages": forms.CheckboxSelectMultiple,
            "bio": forms.Textarea({"rows": 5}),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "tel"}),
            "job_title": forms.TextInput({"autocomplete": "organization-title"}),
            "visibility": forms.RadioSelect,
            "questions_per_month": forms.RadioSelect,
        }
        help_texts = {
            "territory": _("Where you work, if it is not the whole area of your organisation."),
            "expertise": _("What others can ask you about."),
            "languages": _("Those in which a partner from across the border can call you."),
            "bio": _("What you work on, in a few sentences. No e-mail address, please."),
            "questions_per_month": _(
                "Under a question of the exchange, members find who is likely to know, and why: by expertise, territory, "
                "experience sheets and accepted answers, as far as they see these of you. One click asks you, by mail. "
                "Nobody sees what you choose here, and you may leave any question to others."
            ),
            "visibility": _(
                "This is for the entry as a whole, and for your name under what you write. "
                "Below you choose for each piece of information; none is shown more widely than the entry."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("organisation", "territory", "expertise", "languages"):
            self.fields[name].queryset = self.fields[name].queryset.by_name()
        self.fields["territory"].queryset = self.fields["territory"].queryset.offered(self.instance.territory_id)
        self.fields["visibility"].choices = [(choice, VISIBILITY_IN_WORDS[choice]) for choice in Visibility]
        for name, words in FIELDS.items():
            self.fields[audience_name(name)].label = _("%(field)s: who sees it") % {"field": words}

    @property
    def pairs(self) -> list[dict]:
        """Bound fields with their audiences. `field` is None if the value is stored elsewhere."""
        return [
            {"name": name, "field": self[name] if name in self.fields else None, "audience": self[audience_name(name)]}
            for name in FIELDS
        ]


class MessageForm(forms.Form):
    """A message to a member from a signed-in user."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    message = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea({"rows": 8}))

    def __init__(self, data, *, writer):
        super().__init__(data)
        self.writer = writer

    @property
    def sender(self) -> dict:
        return {"sender": str(self.writer), "reply_to": self.writer.email, "is_checked": True}


class VisitorMessageForm(MessageForm):
    """A message to a member from a visitor, with their name and address."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
    field_order = ["name", "email", "subject", "message"]

    @property
    def sender(self) -> dict:
        return {"sender": self.cleaned_data["name"], "reply_to": self.cleaned_data["email"], "is_checked": False}
