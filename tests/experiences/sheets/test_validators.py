import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from experiences.sheets.validators import MAX_FILE_BYTES, validate_document, validate_no_email, validate_photo
from tests.factories.sheets import pdf, picture


def packed(name, entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return SimpleUploadedFile(name, out.getvalue())


GOOD = [
    pdf(),
    packed("note.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
    packed("tableau.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}),
    packed("note.odt", {"mimetype": "application/vnd.oasis.opendocument.text"}),
    packed("tout.zip", {"a.txt": "a"}),
    SimpleUploadedFile("releve.csv", "date;t\n2024;12,5\n".encode("cp1252")),
    SimpleUploadedFile("notes.txt", "déjà".encode("utf-16")),
]
BAD = [
    pdf("contrat.exe"),
    pdf("contrat"),
    pdf(content=b"MZ\x90\x00 a program"),
    pdf(content=b"<html><script>alert(1)</script></html>"),
    packed("note.docx", {"xl/workbook.xml": "<w/>"}),
    packed("note.odt", {"mimetype": "application/zip"}),
    packed("note.ods", {"content.xml": "<x/>"}),
    SimpleUploadedFile("note.docx", b"PK\x03\x04 but no archive"),
    SimpleUploadedFile("tout.zip", b"not packed"),
    SimpleUploadedFile("releve.csv", b"\x7fELF\x02\x01"),
    SimpleUploadedFile("notes.txt", b"#!/bin/sh\n"),
    SimpleUploadedFile("notes.txt", b"a\0b"),
]


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_a_document_that_is_what_its_name_says_is_taken(file):
    validate_document(file)
    assert file.tell() == 0


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name)
def test_a_document_of_another_kind_or_in_disguise_is_refused(file):
    with pytest.raises(ValidationError):
        validate_document(file)


def test_a_document_that_is_too_large_is_refused_with_both_sizes():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_document(pdf(content=b"%PDF-" + b" " * MAX_FILE_BYTES))
    assert refused.value.messages == ["This file has 10.0\xa0MB; the most is 10.0\xa0MB."]


def test_a_whole_picture_is_taken_and_a_cut_one_refused():
    whole = picture(size=(400, 300), kind="JPEG", name="four.jpg")
    validate_photo(whole)
    cut = SimpleUploadedFile("four.jpg", whole.read()[:900])
    with pytest.raises(ValidationError):
        validate_photo(cut)


def test_a_contact_with_an_address_is_refused_and_one_without_is_not():
    validate_no_email("Amélie Weber, animatrice @ Colmar")
    with pytest.raises(ValidationError):
        validate_no_email("Amélie Weber (amelie.weber@example.org)")
