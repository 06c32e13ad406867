from django import forms
from django.utils.translation import gettext_lazy as _

from community.moderation.actions.deciding import DecisionChoice
from community.moderation.enums import DecisionAction, DecisionGround, ReportReason

WORDS = 3000
LONGEST_SUSPENSION_DAYS = 365


def _text_field(**kwargs) -> forms.CharField:
    return forms.CharField(max_length=WORDS, widget=forms.Textarea({"rows": 5, "maxlength": WORDS}), **kwargs)


class ReportForm(forms.Form):
    """The report form for signed-in users."""

    reason = forms.ChoiceField(label=_("What is the problem?"), choices=ReportReason, widget=forms.RadioSelect)
    words = _text_field(
        label=_("Why?"),
        required=False,
        help_text=_("Tell us which part, and why it should not be there. Moderators read this. The author does not."),
    )
    is_sincere = forms.BooleanField(
        label=_("To the best of my knowledge, what I say here is correct and complete."),
        error_messages={"required": _("Tick this box to confirm that your report is correct.")},
    )

    def clean(self):
        cleaned = super().clean()
        reason = cleaned.get("reason")
        if reason and ReportReason(reason).needs_words and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Give a reason in one or two sentences."))
        return cleaned

    @property
    def report(self) -> dict:
        """The keyword arguments for `actions.cases.report`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sincere"}


class VisitorReportForm(ReportForm):
    """The report form for visitors. Name and address are required, except for illegal content."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_(
            "We will tell you what we decide, and will not tell anyone else who you are. If the content is "
            "illegal, you can leave out your name and address, but then we cannot reply."
        ),
    )
    field_order = ["reason", "words", "name", "email", "is_sincere"]

    def clean(self):
        cleaned = super().clean()
        for name in ("name", "email"):
            if (
                cleaned.get("reason") not in (None, ReportReason.ILLEGAL)
                and not cleaned.get(name)
                and name not in self.errors
            ):
                self.add_error(name, _("Enter this so that we can reply."))
        return cleaned


class ModerationDecisionForm(forms.Form):
    """A moderator's decision. `verbs` are the available actions; fields that none of them uses are removed."""

    verb = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Grounds"), required=False, choices=[("", "–"), *DecisionGround.choices],
        help_text=_("Required for any decision that restricts someone."),
    )  # fmt: skip
    clause = forms.CharField(
        label=_("Law or clause"), max_length=200, required=False,
        help_text=_("For example “article 4 of the terms of use”, or the article of a law."),
    )  # fmt: skip
    words = _text_field(
        label=_("Facts and reasons"),
        required=False,
        help_text=_(
            "The person concerned will read exactly what you write here. Do not name anyone who reported the content."
        ),
    )
    hides = forms.BooleanField(label=_("If you warn or suspend the author, also hide the text"), required=False)
    text = forms.CharField(label=_("New text"), required=False, widget=forms.Textarea({"rows": 8}))
    days = forms.IntegerField(label=_("Number of days"), required=False, min_value=1, max_value=LONGEST_SUSPENSION_DAYS)
    takes_reading = forms.BooleanField(
        label=_("During the suspension they can only read what visitors can read"),
        required=False,
        help_text=_("Otherwise they can still read what members can read."),
    )
    is_everywhere = forms.BooleanField(label=_("In all discussions, not only on this board"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args, verbs: list[DecisionAction], may_suspend_everywhere: bool, max_text_length: int = 20_000, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb.value, verb.label) for verb in verbs]
        self.fields["text"].max_length = max_text_length
        unused = {"text"} if DecisionAction.EDIT not in verbs else set()
        unused |= {"days", "takes_reading", "is_everywhere"} if DecisionAction.SUSPEND not in verbs else set()
        unused |= {"hides"} if not {DecisionAction.WARN, DecisionAction.SUSPEND} & set(verbs) else set()
        unused |= {"is_everywhere"} if not may_suspend_everywhere else set()
        for name in unused:
            del self.fields[name]

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > self.fields["text"].max_length:
            raise forms.ValidationError(_("This text is too long."))
        return text

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("verb"):
            return cleaned
        verb = DecisionAction(cleaned["verb"])
        required = {}
        if verb.restricts:
            required["ground"] = _("Choose the grounds. The person concerned will see them.")
            required["clause"] = _("Name the law or clause. The person concerned will see it.")
        if verb.restricts or verb == DecisionAction.DISMISS:
            required["words"] = _("Give your reasons. The person concerned will see them.")
        if verb == DecisionAction.EDIT:
            required["text"] = _("Enter the new text.")
        if verb == DecisionAction.SUSPEND:
            required["days"] = _("Enter the number of days.")
        for name, message in required.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        if verb == DecisionAction.EDIT and cleaned.get("text") and cleaned["text"] == self.initial.get("text"):
            self.add_error("text", _("The text is the same as before."))
        return cleaned

    @property
    def choice(self) -> DecisionChoice:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen" and value is not None}
        return DecisionChoice(**{**values, "verb": DecisionAction(values["verb"])})

    @property
    def about_decision(self):
        return [self[name] for name in ("verb", "ground", "clause", "words", "hides", "seen") if name in self.fields]

    @property
    def about_suspension(self):
        return [self[name] for name in ("days", "takes_reading", "is_everywhere") if name in self.fields]

    @property
    def changes_text(self) -> bool:
        """Whether to expand the section with the text field."""
        return "text" in self.errors or self["verb"].value() == DecisionAction.EDIT

    @property
    def suspends(self) -> bool:
        """Whether to expand the section about the suspension."""
        return "days" in self.errors or self["verb"].value() == DecisionAction.SUSPEND


class ComplaintForm(forms.Form):
    words = _text_field(
        label=_("Why is the decision wrong?"),
        help_text=_("A coordinator who did not make the decision will review it. You can only do this once."),
    )


class ReviewForm(forms.Form):
    """A coordinator's answer to a complaint."""

    stands = forms.TypedChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Uphold the decision")), ("no", _("Reverse the decision"))],
    )
    answer = _text_field(
        label=_("Reasons"), help_text=_("The person who complained will read exactly what you write here.")
    )
