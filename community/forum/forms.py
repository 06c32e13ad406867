from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.forum.actions.attachments import too_many
from community.forum.enums import TopicKind
from community.forum.fields import ChosenField, FilesField, PostField
from community.forum.models import Attachment, Board, Draft, Post, Topic
from community.forum.models.attachments import MOST_FILES
from community.forum.targets import NAMES
from community.forum.texts import for_editing
from community.forum.validators import validate_first_posts
from community.members.audiences import known_as
from community.members.enums import Visibility
from website.topics.fields import VocabularyField
from website.topics.models import Territory, Theme

# Keys of drafts.
# Fields of a new topic.
TAKE_MANY = ("themes", "territories")


class FirstPostsMixin:
    """A form with the `body` of what `writer` posts."""

    def __init__(self, *args, writer=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.writer = writer

    def clean_body(self):
        body = self.cleaned_data["body"]
        if self.writer:
            validate_first_posts(self.writer, body)
        return body


class FilesForm(forms.Form):
    """What brings files. Browsers keep none of them where something is wrong: the form says so."""

    has_files = 0

    def clean(self):
        cleaned = super().clean()
        kept = self.has_files - len(cleaned.get("removed") or ())
        if kept + len(cleaned.get("files") or ()) > MOST_FILES:
            self.add_error("files", too_many())
        if self.errors and self.files.getlist("files"):
            self.add_error("files", _("Please choose your files again: browsers do not keep them."))
        return cleaned


class TopicForm(FirstPostsMixin, FilesForm):
    """A new topic: on which board, what it is, and its first post."""

    board = VocabularyField(Board.objects.none(), label=_("Board"), empty_label=None)
    kind = forms.ChoiceField(label=_("What is it?"), choices=TopicKind, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("A question is best asked in one sentence: it is what the mail says."),
    )
    body = PostField()
    files = FilesField()
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever follows a theme hears of it, and those who know about it can be asked."),
    )  # fmt: skip
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.none(), label=_("Territories"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, writer, **kwargs):
        super().__init__(*args, writer=writer, **kwargs)
        self.fields["board"].queryset = Board.objects.writable_by(writer).by_name()
        self.fields["themes"].queryset = Theme.objects.by_name()
        self.fields["territories"].queryset = Territory.objects.featured().by_name()


class PostForm(FirstPostsMixin, FilesForm):
    body = PostField(label=_("Your answer"))
    files = FilesField()


class EditForm(FirstPostsMixin, FilesForm):
    body = PostField()
    removed = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), label=_("Files to take away"), required=False, widget=forms.CheckboxSelectMultiple
    )
    files = FilesField()
    reason = forms.CharField(
        label=_("What have you changed?"), max_length=200, required=False, help_text=_("Others see it in the history.")
    )

    def __init__(self, *args, post: Post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["removed"].queryset = post.attachments.all()
        self.has_files = len(self.fields["removed"].queryset)
        if not self.has_files:
            del self.fields["removed"]


class DraftKeyForm(forms.Form):
    """Which draft: the key of the form that it was begun in (`models.Draft`)."""

    draft = forms.RegexField(
        rf"^(new(-({NAMES})-[1-9][0-9]{{0,9}})?|(topic|post)-[1-9][0-9]{{0,9}})\Z", widget=forms.HiddenInput
    )
    in_list = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DraftForm(DraftKeyForm):
    """What one has begun to write, and chosen beside it."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    body = PostField(required=False, strip=False)
    board = ChosenField()
    kind = ChosenField()
    language = ChosenField()
    themes = ChosenField()
    territories = ChosenField()
    reason = ChosenField()
    by_script = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, list[str]]:
        """What has one value only where there is one; that none of many is chosen is a choice."""
        names = [name for name, field in self.fields.items() if isinstance(field, ChosenField)]
        may_be_none = TAKE_MANY if self.cleaned_data["draft"].startswith("new") else ()
        sent = {name: self.cleaned_data[name] for name in names}
        return {name: values for name, values in sent.items() if values or name in may_be_none}


def as_initial(draft: Draft | None, writer) -> dict:
    """What a form is filled in with where its writer has a draft: as much of it as the form still knows."""
    if draft is None:
        return {}
    chosen = {name: values if name in TAKE_MANY else values[-1] for name, values in draft.chosen.items()}
    return {**chosen, "title": draft.title, "body": for_editing(draft.body, writer)}


class CompletionForm(forms.Form):
    """The letters after a sign, and the board that they are typed for."""

    sign = forms.ChoiceField(choices=[("@", "@"), ("#", "#")])
    q = forms.CharField(min_length=2, max_length=60)
    board = forms.ModelChoiceField(Board.objects.none(), to_field_name="slug", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.visible_to(reader)


class SplitForm(forms.Form):
    """Which posts of a topic become one of their own."""

    posts = forms.TypedMultipleChoiceField(label=_("Posts"), coerce=int, widget=forms.CheckboxSelectMultiple)
    title = forms.CharField(label=_("Title of the new topic"), max_length=200)
    board = VocabularyField(Board.objects.none(), label=_("Board"), empty_label=None)

    def __init__(self, *args, topic: Topic, moderator, **kwargs):
        super().__init__(*args, **kwargs)
        posts = topic.posts.filter(position__isnull=False).order_by("position")
        posts = posts.select_related("author__member").as_seen_at(Visibility.MEMBERS)
        self.fields["posts"].choices = [
            (post.pk, f"{post.position} – {known_as(post.author)}: {post.excerpt[:80]}") for post in posts
        ]
        self.fields["board"].queryset = Board.objects.moderated_by(moderator).by_name()
        self.fields["board"].initial = topic.board


class MoveForm(forms.Form):
    board = VocabularyField(Board.objects.none(), label=_("Board"), empty_label=None)

    def __init__(self, *args, moderator, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.moderated_by(moderator).by_name()


class MergeForm(forms.Form):
    into = forms.IntegerField(
        label=_("Number of the other topic"), min_value=1, max_value=2**31 - 1,
        help_text=_("The last number of its address."),
    )  # fmt: skip
