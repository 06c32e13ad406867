from django import forms
from django.utils.translation import gettext_lazy as _

from community.forum.models.posts import BODY_LENGTH


class PostField(forms.CharField):
    """What is written in Markdown; script gives it a toolbar, a preview and names to complete."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Your text"))
        kwargs.setdefault(
            "help_text",
            _(
                "**bold**, *italic*, > quote, - list. @name mentions a member; a link to a page of this site becomes a card."
            ),
        )
        widget = forms.Textarea({"rows": 8, "maxlength": BODY_LENGTH, "data-writing": ""})
        super().__init__(max_length=BODY_LENGTH, widget=widget, **kwargs)
