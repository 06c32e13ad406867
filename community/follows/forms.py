from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.follows import subjects
from community.follows.models import QUERY_LENGTH, Follow
from community.follows.subjects.lists import FollowedList, find_listing, is_same_for_everyone
from website.notifications.enums import Pace


class ThingForm(forms.Form):
    """Data sent by the follow button: the thing's subject and key, the action, and the URL to return to."""

    FOLLOW, UNFOLLOW = "follow", "unfollow"

    subject = forms.CharField(max_length=50)
    key = forms.CharField(max_length=50)
    query = forms.CharField(required=False, max_length=QUERY_LENGTH)
    act = forms.ChoiceField(choices=[(FOLLOW, FOLLOW), (UNFOLLOW, UNFOLLOW)])
    back = forms.CharField(required=False, max_length=2000)

    def thing(self, locale):
        """Return the thing; None if it does not exist or its filters are invalid."""
        subject, key = subjects.subject_named(self.cleaned_data["subject"]), self.cleaned_data["key"]
        if subject is None:
            return None
        if not subject.is_of_rows:
            return self._list(key, locale)
        number = int(key) if key.isdecimal() and len(key) < 19 else 0
        return subject.things([number]).get(number)

    def _list(self, name: str, locale) -> FollowedList | None:
        """Return the list with its filters normalised."""
        listing, query = find_listing(name), self.cleaned_data["query"]
        if listing is None:
            return None
        bound = listing.bind_each([query], locale)[query]
        return FollowedList.of(bound) if bound.is_valid and is_same_for_everyone(bound) else None


class PaceForm(forms.ModelForm):
    class Meta:
        model = Follow
        fields = ["pace"]
        labels = {"pace": _("How often")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pace"].choices = [("", _("My usual setting")), *Pace.choices]


class KindForm(forms.Form):
    """Filter of the “What I follow” page."""

    kind = forms.ChoiceField(label=_("Type"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(subject.name, capfirst(subject.label)) for subject in subjects.all_subjects()]
        self.fields["kind"].choices = [("", _("All types")), *kinds]
