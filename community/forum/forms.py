from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.forum.actions.attachments import too_many_files
from community.forum.enums import TopicKind
from community.forum.fields import ChosenField, FilesField, PostField
from community.forum.models import Attachment, Board, Draft, Post, Topic
from community.forum.models.attachments import MOST_FILES
from community.forum.targets import TARGET_NAMES
from community.forum.texts import for_editing
from community.forum.validators import validate_newcomer_links
from community.members.audiences import known_as
from community.members.enums import Visibility
from website.topics.fields import VocabularyField
from website.topics.models import Territory, Theme

# Fields of a new topic with several values; its draft also stores that none is chosen.
MULTIPLE_CHOICE_FIELDS = ("themes", "territories")


class NewcomerLinksMixin:
    """Limits the links in the `body` that a newcomer posts. Without a `writer`, nothing is limited."""

    def __init__(self, *args, writer=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.writer = writer

    def clean_body(self):
        body = self.cleaned_data["body"]
        if self.writer:
            validate_newcomer_links(self.writer, body)
        return body


class FilesForm(forms.Form):
    """A form with uploads. If there are errors, it asks to choose the files again, because browsers drop them."""

    attachment_count = 0

    def clean(self):
        cleaned = super().clean()
        remaining = self.attachment_count - len(cleaned.get("removed") or ())
        if remaining + len(cleaned.get("files") or ()) > MOST_FILES:
            self.add_error("files", too_many_files())
        if self.errors and self.files.getlist("files"):
            self.add_error("files", _("Select your files again. Browsers do not keep them."))
        return cleaned


class TopicForm(NewcomerLinksMixin, FilesForm):
    """A new topic with its first post."""

    board = VocabularyField(Board.objects.none(), label=_("Board"), empty_label=None)
    kind = forms.ChoiceField(label=_("What is it?"), choices=TopicKind, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("One sentence is best. It becomes the email’s subject."),
    )
    body = PostField()
    files = FilesField()
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone who follows these themes is notified, and members who know about them can be asked for "
"help."),
    )  # fmt: skip
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.none(), label=_("Territories"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, writer, **kwargs):
        super().__init__(*args, writer=writer, **kwargs)
        self.fields["board"].queryset = Board.objects.writable_by(writer).by_name()
        self.fields["themes"].queryset = Theme.objects.by_name()
        self.fields["territories"].queryset = Territory.objects.featured().by_name()


class PostForm(NewcomerLinksMixin, FilesForm):
    body = PostField(label=_("Your answer"))
    files = FilesField()


class EditForm(NewcomerLinksMixin, FilesForm):
    body = PostField()
    removed = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), label=_("Files to remove"), required=False, widget=forms.CheckboxSelectMultiple
    )
    files = FilesField()
    reason = forms.CharField(
        label=_("What did you change?"),
        max_length=200,
        required=False,
        help_text=_("Other readers see this in the history."),
    )

    def __init__(self, *args, post: Post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["removed"].queryset = post.attachments.all()
        self.attachment_count = len(self.fields["removed"].queryset)
        if not self.attachment_count:
            del self.fields["removed"]


class DraftKeyForm(forms.Form):
    """The key of a draft, which names the form it was written in (`models.Draft`)."""

    draft = forms.RegexField(
        rf"^(new(-({TARGET_NAMES})-[1-9][0-9]{{0,9}})?|(topic|post)-[1-9][0-9]{{0,9}})\Z", widget=forms.HiddenInput
    )
    in_list = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DraftForm(DraftKeyForm):
    """The title and body of a draft, and the values of the other fields of its form."""

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
        """Return the sent values by field name. Empty fields are left out, except multiple choices of a new topic."""
        names = [name for name, field in self.fields.items() if isinstance(field, ChosenField)]
        may_be_empty = MULTIPLE_CHOICE_FIELDS if self.cleaned_data["draft"].startswith("new") else ()
        sent = {name: self.cleaned_data[name] for name in names}
        return {name: values for name, values in sent.items() if values or name in may_be_empty}


def draft_initial(draft: Draft | None, writer) -> dict:
    """Return the initial data for a form whose writer has a draft."""
    if draft is None:
        return {}
    chosen = {name: values if name in MULTIPLE_CHOICE_FIELDS else values[-1] for name, values in draft.chosen.items()}
    return {**chosen, "title": draft.title, "body": for_editing(draft.body, writer)}


class CompletionForm(forms.Form):
    """The letters typed after `@` or `#`, and the board that the text is written on."""

    sign = forms.ChoiceField(choices=[("@", "@"), ("#", "#")])
    q = forms.CharField(min_length=2, max_length=60)
    board = forms.ModelChoiceField(Board.objects.none(), to_field_name="slug", required=False)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.visible_to(reader)


class SplitForm(forms.Form):
    """The posts of a topic to move to a new topic, with the title and board of that topic."""

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
        help_text=_("The number at the end of its web address."),
    )  # fmt: skip
