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

    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=ReportReason, widget=forms.RadioSelect)
    words = _text_field(
        label=_("Why?"),
        required=False,
        help_text=_("Which passage, and why it should not be there. The moderators read this, its author does not."),
    )
    is_sincere = forms.BooleanField(
        label=_("To my best knowledge, what I say here is right and complete."),
        error_messages={"required": _("Tick this box: a report is taken seriously.")},
    )

    def clean(self):
        cleaned = super().clean()
        reason = cleaned.get("reason")
        if reason and ReportReason(reason).needs_words and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a sentence or two why: otherwise nobody can judge it."))
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
        label=_("Your e-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_(
            "We tell you what is decided, and nobody else who you are. Where something is against the law you may "
            "leave name and address out: then we cannot answer you."
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
                self.add_error(name, _("This is needed to answer you."))
        return cleaned


class ModerationDecisionForm(forms.Form):
    """A moderator's decision. `verbs` are the available actions; fields that none of them uses are removed."""

    verb = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Ground"), required=False, choices=[("", "–"), *DecisionGround.choices],
        help_text=_("Of whatever takes something from somebody."),
    )  # fmt: skip
    clause = forms.CharField(
        label=_("Which law or clause"), max_length=200, required=False,
        help_text=_("For instance “article 4 of the terms of use”, or the article of a law."),
    )  # fmt: skip
    words = _text_field(
        label=_("Facts and reasons"),
        required=False,
        help_text=_("Whoever is concerned reads this, word for word. Name nobody who has reported it."),
    )
    hides = forms.BooleanField(label=_("With a warning or a suspension: hide the text too"), required=False)
    text = forms.CharField(label=_("The text as it shall be"), required=False, widget=forms.Textarea({"rows": 8}))
    days = forms.IntegerField(
        label=_("For how many days"), required=False, min_value=1, max_value=LONGEST_SUSPENSION_DAYS
    )
    takes_reading = forms.BooleanField(
        label=_("Until then they read only what visitors read"),
        required=False,
        help_text=_("Otherwise they go on reading what members read."),
    )
    is_everywhere = forms.BooleanField(label=_("In all discussions, not on this board alone"), required=False)
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
            required["ground"] = _("Choose what it rests on: the person concerned is told.")
            required["clause"] = _("Name the law or the clause: the person concerned is told.")
        if verb.restricts or verb == DecisionAction.DISMISS:
            required["words"] = _("Say why: whoever is concerned is told.")
        if verb == DecisionAction.EDIT:
            required["text"] = _("Say what the text shall be.")
        if verb == DecisionAction.SUSPEND:
            required["days"] = _("Say for how long.")
        for name, message in required.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        if verb == DecisionAction.EDIT and cleaned.get("text") and cleaned["text"] == self.initial.get("text"):
            self.add_error("text", _("This is what it says already."))
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
        help_text=_("A coordinator who did not take it reads this and decides once more. You can do this once."),
    )


class ReviewForm(forms.Form):
    """A coordinator's answer to a complaint."""

    stands = forms.TypedChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", _("The decision stands")), ("no", _("The decision is taken back"))],
    )
    answer = _text_field(label=_("Reasons"), help_text=_("Whoever complains reads this, word for word."))
