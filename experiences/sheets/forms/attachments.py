"""The files of a sheet: what is sent is kept at once, under a hidden number that only its author may send back."""

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
    def keep_files(self, author) -> None:
        """Store each acceptable file that was sent, whatever else is wrong with the form."""
        for form in self.kept_forms:
            if form.cleaned_data.get("file"):
                form.keep_file(author)


class AttachmentForm(forms.ModelForm):
    """A row with a new file, or with one that was kept before.

    Subclasses name the field that points to the file (`pointer`) and the model of the file (`library`), and say how a
    new one is stored.
    """

    pointer: str
    library: type[Model]

    def __init__(self, *args, author=None, kept_files=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.pointer].queryset = (kept_files or {}).get(self.pointer, self.library.objects.none())
        self.fields[self.pointer].required = False

    @property
    def kept(self):
        """The file that this row shows, if it has one already."""
        if not self.is_bound:
            return getattr(self.instance, self.pointer) if getattr(self.instance, f"{self.pointer}_id") else None
        self.errors  # noqa: B018 - looking at them cleans the form
        return self.cleaned_data.get(self.pointer)

    def clean(self):
        cleaned = super().clean()
        if self.has_changed() and not (cleaned.get("file") or cleaned.get(self.pointer) or self.errors):
            raise ValidationError({"file": _("Choose a file, or remove this row.")})
        return cleaned

    def keep_file(self, author) -> None:
        kept = self.store(author, self.cleaned_data.pop("file"))
        setattr(self.instance, self.pointer, kept)
        self.cleaned_data[self.pointer] = kept
        self.data = self.data.copy()
        self.data[self.add_prefix(self.pointer)] = str(kept.pk)

    def store(self, author, file):
        raise NotImplementedError


class PhotoForm(AttachmentForm):
    pointer = "image"
    library = CreditedImage

    class Meta:
        model = SheetPhoto
        fields = ["image", "description", "credit"]
        widgets = {"image": forms.HiddenInput}
        help_texts = {"description": _("What is to be seen, for those who cannot see it."), "credit": _("Who took it.")}

    field_order = ["file", "description", "credit", "image"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Made here and not with the class: Wagtail words its messages as the field is made, in the language in force.
        self.fields["file"] = PictureField(label=_("Picture file"), required=False, max_length=150)
        self.order_fields(self.field_order)

    def store(self, author, file) -> CreditedImage:
        words = {name: self.cleaned_data.get(name, "") for name in ("description", "credit")}
        return store_photo(author, file, **words)


class DocumentForm(AttachmentForm):
    pointer = "document"
    library = CreditedDocument

    class Meta:
        model = SheetDocument
        fields = ["document", "title", "credit"]
        widgets = {"document": forms.HiddenInput}
        help_texts = {"title": _("Empty: the name of the file."), "credit": _("Who made it.")}

    file = forms.FileField(label=_("File"), required=False, max_length=150, validators=[validate_document])
    field_order = ["file", "title", "credit", "document"]

    def store(self, author, file) -> CreditedDocument:
        words = {name: self.cleaned_data.get(name, "") for name in ("title", "credit")}
        return store_document(author, file, **words)
