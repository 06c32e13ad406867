"""The form for a whole sheet, divided into sections."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from experiences.approaches.models import ApproachPage
from experiences.sheets.forms.attachments import MAX_FILES, AttachmentFormSet, DocumentForm, PhotoForm
from experiences.sheets.forms.fields import AmountField, KeywordsField
from experiences.sheets.forms.rows import DATE, ExchangeForm, FactorForm, MeasureForm, StepForm, row_formset
from experiences.sheets.models import SheetPage
from experiences.sheets.validators import missing_for_review
from website.core import sections
from website.core.models import CreditedDocument, CreditedImage
from website.topics.models import Organisation, Resource, Territory, Theme

# Anchor, heading, fields, formsets.
SECTIONS = (
    (
        "who",
        _("People and places"),
        (
            *("language", "title", "summary", "organisation", "postal_address", "contact", "approach"),
            *("territories", "stage", "synergy_type"),
        ),
        (),
    ),
    (
        "experience",
        _("Description of the experience"),
        (
            *("context", "general_objectives", "quantified_objectives"),
            *("quantified_results", "qualitative_results", "implementation"),
        ),
        ("steps",),
    ),
    (
        "means",
        _("Resources and partners"),
        ("staff_fte", "human_means", "cost_eur", "financial_means", "technical_means", "partners"),
        (),
    ),
    (
        "learnt",
        _("Lessons learnt"),
        ("success_factors", "difficulties", "recommendations", "reproducibility"),
        ("factors",),
    ),
    ("figures", _("Resources exchanged and results"), (), ("exchanges", "measures")),
    ("files", _("Photos and documents"), (), ("photos", "documents")),
    ("topics", _("Subject and licence"), ("themes", "keywords", "last_verified_on", "licence"), ()),
)
ROW_LABELS = {
    "steps": (_("Steps"), _("Add a step"), _("In chronological order.")),
    "factors": (_("Obstacles and levers"), _("Add an obstacle or a lever"), ""),
    "exchanges": (
        _("Resources exchanged"),
        _("Add a resource"),
        _("What is exchanged, from whom to whom, and how much."),
    ),
    "measures": (_("Measures"), _("Add a measure"), _("The results of the synergy, and how you know them.")),
    "photos": (
        _("Photos"),
        _("Add a photo"),
        _("Only add photos you are allowed to publish. Ask the people shown for their consent."),
    ),
    "documents": (_("Documents"), _("Add a document"), _("Nobody can download them until the sheet is published.")),
}
# Rows with a file show the file that is already stored.
ROW_TEMPLATES = {"photos": "sheets/form/photo_row.html", "documents": "sheets/form/document_row.html"}


class SheetForm(ClusterForm):
    """The form in which a member edits a sheet. `save()` changes the instance; `sheets.actions` stores it."""

    class Meta:
        model = SheetPage
        fields = [name for _anchor, _title, names, _rows in SECTIONS for name in names if name != "language"]
        help_texts = {"title": _("In one line: what was done, with whom, and the results.")}
        field_classes = {"staff_fte": AmountField, "cost_eur": AmountField}
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "territories": forms.CheckboxSelectMultiple,
            "last_verified_on": DATE,
        }
        formsets = {
            "steps": row_formset(StepForm),
            "factors": row_formset(FactorForm),
            "exchanges": row_formset(ExchangeForm),
            "measures": row_formset(MeasureForm, inherit_kwargs=["territory_choices"]),
            "photos": row_formset(
                PhotoForm, formset=AttachmentFormSet, max_num=MAX_FILES, inherit_kwargs=["author", "allowed_files"]
            ),
            "documents": row_formset(
                DocumentForm, formset=AttachmentFormSet, max_num=MAX_FILES, inherit_kwargs=["author", "allowed_files"]
            ),
        }

    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("Separate them with commas, for example: waste heat, brewery.")
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, instance, author, **kwargs):
        self.author = author
        self.allowed_files = _files_of(author, instance)
        self.territory_choices = [("", "---------"), *((place.pk, place.name) for place in _territories(instance))]
        super().__init__(data, files, instance=instance, **kwargs)
        self.fields["themes"].queryset = Theme.objects.by_name()
        self.fields["territories"].queryset = _territories(instance)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name", "pk")
        self.fields["approach"].queryset = _approaches(instance)
        self.fields["stage"].help_text = _("The stage of the approach at the time of writing.")
        self.initial["revision"] = instance.latest_revision_id

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def is_valid(self) -> bool:
        # ClusterForm stops at the first invalid formset, but all errors are to be shown.
        found = [formset.is_valid() for formset in self.formsets.values()]
        return super().is_valid() and all(found)

    def is_complete(self) -> bool:
        """Return whether the sheet, after `save()`, can be reviewed; add an error to each field that is missing."""
        for field, message in missing_for_review(self.instance).items():
            self.add_error(field, message)
        return not self.errors

    def store_files(self) -> None:
        """Store the valid files at once, so that an error elsewhere in the form does not lose them."""
        for name in ("photos", "documents"):
            self.formsets[name].store_files(self.author)

    def set_base_revision(self, revision: int | None) -> None:
        """Set the revision on which the next submission of this form is based."""
        self.data = self.data.copy()
        self.data["revision"] = str(revision or "")

    @cached_property
    def resources(self):
        """Return the List of Waste, which every row suggests."""
        return Resource.objects.order_by("code")

    @property
    def sections(self) -> list[dict]:
        """Return the sections for the template, each with its fields and formsets."""
        return [
            {
                "anchor": anchor,
                "title": title,
                "fields": [self[name] for name in names if name in self.fields],
                "formsets": [_with_labels(name, self.formsets[name]) for name in rows],
            }
            for anchor, title, names, rows in SECTIONS
        ]

    @property
    def problems(self) -> list[dict]:
        """Return every field error, with the id of the field to link to."""
        if not self.is_bound:
            return []
        rows = [form for formset in self.formsets.values() for form in formset.submitted_forms]
        return [
            _problem(form[name], errors)
            for form in (self, *rows)
            for name, errors in form.errors.items()
            if name in form.fields
        ]


class NewSheetForm(SheetForm):
    """The form for a new sheet. Its language is chosen here and cannot be changed later."""

    language = forms.ChoiceField(
        label=_("Language of the sheet"),
        choices=settings.LANGUAGES,
        help_text=_("Write in the language you write best. You cannot change this later."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class IntentForm(forms.Form):
    """The button that was pressed. Anything but a known value saves the draft."""

    intent = forms.ChoiceField(choices=[(name, name) for name in ("save", "preview", "submit")], required=False)

    def asks_for(self, intent: str) -> bool:
        return self.is_valid() and self.cleaned_data["intent"] == intent


def _with_labels(name: str, formset):
    formset.title, formset.add_label, formset.help = ROW_LABELS[name]
    formset.row_template = ROW_TEMPLATES.get(name)
    return formset


def _problem(field, errors) -> dict:
    return {"id": field.id_for_label or field.auto_id, "label": field.label, "text": " ".join(errors)}


def _files_of(author, sheet) -> dict:
    """Return the files that rows may refer to: uploads of the author, and files already in the sheet."""
    photos = [photo.image_id for photo in sheet.photos.all()]
    documents = [document.document_id for document in sheet.documents.all()]
    own = Q(uploaded_by_user=author)
    return {
        "image": CreditedImage.objects.filter(own | Q(pk__in=photos)),
        "document": CreditedDocument.objects.filter((own & Q(sheet_upload__isnull=False)) | Q(pk__in=documents)),
    }


def _territories(sheet):
    """Return the featured territories, and any others that the sheet has already."""
    chosen = [place.pk for place in sheet.territories.all()]
    return Territory.objects.filter(Q(is_featured=True) | Q(pk__in=chosen)).by_name()


def _approaches(sheet):
    """Return the démarches readers can see, and the sheet's own even if readers can no longer see it."""
    visible = ApproachPage.objects.for_reader(sections.active_locale()).values("pk")
    return ApproachPage.objects.filter(Q(pk__in=visible) | Q(pk=sheet.approach_id)).order_by("title", "pk")
