"""Rows with files. An uploaded file is stored at once; the form then refers to it by its id in a hidden field."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from experiences.sheets.actions import store_document, store_photo
from experiences.sheets.forms.rows import RowFormSet
from experiences.sheets.models import SheetDocument, SheetPhoto
from website.core.forms.files import PictureField
from website.core.models import CreditedDocument, CreditedImage
from website.core.validators import validate_document

MAX_FILES = 12


class AttachmentFormSet(RowFormSet):
    def store_files(self, author) -> None:
        """Store every valid uploaded file, even if other parts of the form have errors."""
        for form in self.submitted_forms:
            if form.cleaned_data.get("file"):
                form.store_file(author)


class AttachmentForm(forms.ModelForm):
    """A row with a new file, or with one that is already stored.

    Subclasses set `file_field`, the name of the foreign key to the file, and `file_model`, the model it refers to, and
    implement `store()`.
    """

    file_field: str
    file_model: type[Model]

    def __init__(self, *args, author=None, allowed_files=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.file_field].queryset = (allowed_files or {}).get(
            self.file_field, self.file_model.objects.none()
        )
        self.fields[self.file_field].required = False

    @property
    def stored_file(self):
        """Return the stored file of this row, or None."""
        if not self.is_bound:
            return getattr(self.instance, self.file_field) if getattr(self.instance, f"{self.file_field}_id") else None
        self.errors  # noqa: B018 - the property cleans the form
        return self.cleaned_data.get(self.file_field)

    def clean(self):
        cleaned = super().clean()
        if self.has_changed() and not (cleaned.get("file") or cleaned.get(self.file_field) or self.errors):
            raise ValidationError({"file": _("Select a file, or remove this row.")})
        return cleaned

    def store_file(self, author) -> None:
        stored = self.store(author, self.cleaned_data.pop("file"))
        setattr(self.instance, self.file_field, stored)
        self.cleaned_data[self.file_field] = stored
        self.data = self.data.copy()
        self.data[self.add_prefix(self.file_field)] = str(stored.pk)

    def store(self, author, file):
        """Store the uploaded file and return the model instance."""
        raise NotImplementedError


class PhotoForm(AttachmentForm):
    file_field = "image"
    file_model = CreditedImage

    class Meta:
        model = SheetPhoto
        fields = ["image", "description", "credit"]
        widgets = {"image": forms.HiddenInput}
        help_texts = {
            "description": _("Describe the photo for people who cannot see it."),
            "credit": _("The photographer."),
        }

    field_order = ["file", "description", "credit", "image"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Not a class attribute: Wagtail translates the field's messages when it creates the field.
        self.fields["file"] = PictureField(label=_("Picture file"), required=False, max_length=150)
        self.order_fields(self.field_order)

    def store(self, author, file) -> CreditedImage:
        fields = {name: self.cleaned_data.get(name, "") for name in ("description", "credit")}
        return store_photo(author, file, **fields)


class DocumentForm(AttachmentForm):
    file_field = "document"
    file_model = CreditedDocument

    class Meta:
        model = SheetDocument
        fields = ["document", "title", "credit"]
        widgets = {"document": forms.HiddenInput}
        help_texts = {"title": _("Leave empty to use the file name."), "credit": _("The author.")}

    file = forms.FileField(label=_("File"), required=False, max_length=150, validators=[validate_document])
    field_order = ["file", "title", "credit", "document"]

    def store(self, author, file) -> CreditedDocument:
        fields = {name: self.cleaned_data.get(name, "") for name in ("title", "credit")}
        return store_document(author, file, **fields)
