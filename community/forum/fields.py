from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.forum.models.posts import BODY_LENGTH
from website.core.forms.files import checked


class PostField(forms.CharField):
    """A text in Markdown. `writing.js` adds a toolbar, a preview and completion."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Your text"))
        kwargs.setdefault(
            "help_text",
            _(
                "**bold**, *italic*, > quote, - list. Type @ and a name to mention a member. A link to a page of "
                "this site is also shown as a card."
            ),
        )
        widget = forms.Textarea({"rows": 8, "maxlength": BODY_LENGTH, "data-writing": ""})
        super().__init__(max_length=BODY_LENGTH, widget=widget, **kwargs)


class ChosenField(forms.Field):
    """The raw values of a field, as sent, to be stored in a draft. Values that are too long or too many are dropped."""

    widget = forms.MultipleHiddenInput
    MOST, LONGEST = 100, 200

    def __init__(self):
        super().__init__(required=False)

    def clean(self, value):
        values = [one for one in value or [] if 0 < len(one) <= self.LONGEST and "\0" not in one]
        return values[: self.MOST]


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """A list of photos and documents that `checked` has accepted. Errors begin with the name of the file."""

    widget = _FilesInput

    def __init__(self, **kwargs):
        endings = (*settings.WAGTAILIMAGES_EXTENSIONS, *settings.WAGTAILDOCS_EXTENSIONS)
        super().__init__(
            label=_("Photos and documents"),
            required=False,
            widget=_FilesInput({"multiple": True, "accept": ",".join(f".{ending}" for ending in endings)}),
            help_text=_(
                "Up to 6 files of 10 MB each. Drafts do not keep files. The file name of a photo is read out by "
                "screen readers."
            ),
            **kwargs,
        )

    def clean(self, value):
        files, errors = [], []
        for file in value or []:
            try:
                files.append(checked(file))
            except ValidationError as error:
                errors.append(f"{file.name}: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return files
