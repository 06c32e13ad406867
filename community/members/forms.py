from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.audiences import FIELDS, audience_name
from community.members.enums import DirectoryLayout, DirectoryScope, Visibility
from community.members.models import Member

VISIBILITY_IN_WORDS = {
    Visibility.PUBLIC: _("Everyone: my entry is public, in lists, on the map and in feeds."),
    Visibility.MEMBERS: _("Members only: people can find me when they are signed in."),
    Visibility.NOBODY: _("Nobody: my entry is not in any list, map or feed."),
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
            "territory": _("Where you work, if this is not the whole area of your organisation."),
            "expertise": _("What others can ask you about."),
            "languages": _("The languages you can speak with partners from across the border."),
            "bio": _("A few sentences about your work. Do not include an email address."),
            "questions_per_month": _(
                "Under a question in the forum, members see who may be able to help and why: by expertise, "
                "territory, experience sheets and accepted answers that they can see. They can ask you for help by "
                "email. Nobody sees your choice here, and you can leave any question to others."
            ),
            "visibility": _(
                "This applies to your whole entry, and to your name on what you write. Below, choose who can see "
                "each detail. No detail is visible to more people than the entry."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("organisation", "territory", "expertise", "languages"):
            self.fields[name].queryset = self.fields[name].queryset.by_name()
        self.fields["territory"].queryset = self.fields["territory"].queryset.offered(self.instance.territory_id)
        self.fields["visibility"].choices = [(choice, VISIBILITY_IN_WORDS[choice]) for choice in Visibility]
        for name, words in FIELDS.items():
            self.fields[audience_name(name)].label = _("%(field)s: who can see it") % {"field": words}

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
        label=_("Your email address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )
    field_order = ["name", "email", "subject", "message"]

    @property
    def sender(self) -> dict:
        return {"sender": self.cleaned_data["name"], "reply_to": self.cleaned_data["email"], "is_checked": False}
