from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.forum.models import Topic
from community.knowledge.candidate_posts import candidate_posts
from community.knowledge.enums import Consent, TextKind
from community.knowledge.permissions import kinds_for
from community.members.audiences import known_as


class KnowledgeForm(forms.Form):
    """The kind and the title of the text, and the posts to use."""

    kind = forms.ChoiceField(label=_("What do you want to create?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For an FAQ answer, enter the question as one sentence.")
    )
    posts = forms.TypedMultipleChoiceField(
        label=_("Which posts do you want to include?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("We ask the authors for their consent, and credit them."),
    )

    def __init__(self, *args, topic: Topic, creator, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = candidate_posts(topic)
        kinds = kinds_for(creator, topic)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if kinds else None
        self.fields["title"].initial = topic.title
        self.fields["posts"].choices = [(post.pk, _post_label(post, topic)) for post in self.candidates]
        self.fields["posts"].initial = [post.pk for post in self.candidates if _is_preselected(post, topic)]

    def clean_kind(self):
        return TextKind(self.cleaned_data["kind"])


def _is_preselected(post, topic: Topic) -> bool:
    return post.position == 1 or post.pk == topic.accepted_post_id or post.thanks_count > 0


def _post_label(post, topic: Topic) -> str:
    marks = [_("The answer")] if post.pk == topic.accepted_post_id else []
    if post.thanks_count:
        marks.append(
            ngettext("%(counter)s thanks", "%(counter)s thanks", post.thanks_count) % {"counter": post.thanks_count}
        )
    who = ", ".join(map(str, [f"{post.position} – {known_as(post.author)}", *marks]))
    return f"{who}: {Truncator(post.excerpt).chars(160)}"


class AnswerForm(forms.Form):
    """An author's consent to the use of their posts, with or without their name."""

    answer = forms.ChoiceField(
        label=_("May your contribution be included?"),
        widget=forms.RadioSelect,
        choices=[
            (Consent.NAMED, _("Yes, with my name")),
            (Consent.UNNAMED, _("Yes, without my name")),
            (Consent.DECLINED, _("No, leave my contribution out")),
        ],
    )


class MarkRemovedForm(forms.Form):
    """The contribution whose part was removed from the draft."""

    contribution = forms.ModelChoiceField(None)

    def __init__(self, *args, provenance, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contribution"].queryset = provenance.contributions.all()
