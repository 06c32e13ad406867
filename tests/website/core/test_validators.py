"""Documents are accepted or refused by their content."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.factories.files import TEXT, encrypted, packed
from tests.factories.sheets import pdf
from website.core.validators import MAX_FILE_BYTES, validate_document

OPEN_TEXT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
SHEET = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}
NOT_WHAT_IT_SAYS = "The name says that this is a {} file, but it is not."
MACROS = "This document contains macros. Save it without macros, or as a PDF."
TOO_LARGE = "This file is too large when unpacked. Upload it in smaller parts."
LOCKED = "This file is protected by a password. Upload a copy without a password."
PROGRAM = "“{}” in this archive is a program or a web page. Remove it from the archive."
GOOD = [
    pdf(),
    pdf("avec un blanc.pdf", b"\xef\xbb\xbf\n%PDF-1.4"),
    packed("note.docx"),
    packed("NOTE.DOCX"),
    packed("tableau.xlsx", {**SHEET, "xl/sheet1.xml": "<row/>" * 500_000}),
    packed("note.odt", OPEN_TEXT),
    packed("tout.zip", {"a.txt": "a", "dossier/b.csv": "a;b", "dossier/c.xml": "<?xml version='1.0'?><a/>"}),
    SimpleUploadedFile("releve.csv", "date;t\n2024;12,5\n".encode("cp1252")),
    SimpleUploadedFile("releve.csv", "site;débit €\nKehl;<b>12</b>\n".encode("cp1252")),
    SimpleUploadedFile("releve.csv", "site;débit\n".encode("utf-8-sig")),
    SimpleUploadedFile("notes.txt", "déjà".encode("utf-16")),
    SimpleUploadedFile("notes.txt", b"a < b, and <3 of them\n"),
]
BAD = {
    "You cannot upload this type of file. Allowed types: csv, docx, odp, ods, odt, pdf, pptx, txt, xlsx, zip.": [
        pdf("contrat.exe"), pdf("contrat"), pdf("contrat.pdf.html"), pdf("contrat.pdf\0.svg"), pdf("contrat.docm"),
        pdf(".pdf"),
    ],
    NOT_WHAT_IT_SAYS.format("PDF"): [
        pdf(content=b"MZ\x90\x00 a program"), pdf(content=b"<html><script>alert(1)</script></html>"),
        pdf(content=b"<html>%PDF-1.7"), pdf(content=b"PK\x03\x04 %PDF-1.7"),
    ],
    NOT_WHAT_IT_SAYS.format("DOCX"): [
        packed("note.docx", {"xl/workbook.xml": "<w/>"}), packed("note.docx", {"word/document.xml": "<w/>"}),
        SimpleUploadedFile("note.docx", b"PK\x03\x04 but no archive"),
        SimpleUploadedFile("note.docx", b"MZ\x90" + packed("a").read()),
        SimpleUploadedFile("note.docx", b"<html>" + packed("a").read()),
    ],
    NOT_WHAT_IT_SAYS.format("ODT"): [packed("note.odt", {"mimetype": "application/zip"})],
    NOT_WHAT_IT_SAYS.format("ODS"): [packed("note.ods", {"content.xml": "<x/>"}), packed("note.ods", OPEN_TEXT)],
    NOT_WHAT_IT_SAYS.format("ZIP"): [SimpleUploadedFile("tout.zip", b"not packed"), SimpleUploadedFile("t.zip", b"PK")],
    NOT_WHAT_IT_SAYS.format("CSV"): [
        SimpleUploadedFile("releve.csv", b"\x7fELF\x02\x01"), SimpleUploadedFile("releve.csv", b"a;b\x81\x00"),
        SimpleUploadedFile("releve.csv", b"\n <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ],
    NOT_WHAT_IT_SAYS.format("TXT"): [
        SimpleUploadedFile("notes.txt", b"#!/bin/sh\n"), SimpleUploadedFile("notes.txt", b"a\0b"),
        SimpleUploadedFile("notes.txt", b"<!DOCTYPE html><p>x"), SimpleUploadedFile("notes.txt", b"\xff\xfea"),
        SimpleUploadedFile("notes.txt", "<script>alert(1)</script>".encode("utf-16")),
        SimpleUploadedFile("notes.txt", b"\xef\xbb\xbf<?php system(1);"),
    ],
    MACROS: [
        packed("note.docx", {**TEXT, "word/vbaProject.bin": "x"}),
        packed("tableau.xlsx", {**SHEET, "xl/macrosheets/sheet1.xml": "<x/>"}),
        packed("note.docx", {**TEXT, "[Content_Types].xml": "ms-word.document.macroEnabled.main+xml"}),
        packed("note.odt", {**OPEN_TEXT, "Basic/Standard/Module1.xml": "<x/>"}),
    ],
    TOO_LARGE: [
        packed("tout.zip", {"zeros.csv": b"0" * 60_000_000}),
        packed("tableau.xlsx", {**SHEET, "xl/sheet1.xml": b"0" * 60_000_000}),
        packed("tout.zip", {f"{number}.txt": "" for number in range(5001)}),
    ],
    LOCKED: [encrypted("tout.zip")],
    PROGRAM.format("outil.exe"): [packed("tout.zip", {"outil.exe": "x"}), packed("tout.zip", {"a/b/outil.exe": "MZ"})],
    PROGRAM.format("photo.jpg"): [
        packed("tout.zip", {"photo.jpg": b"MZ\x90"}), packed("tout.zip", {"photo.jpg": b"<svg onload=alert(1)>"}),
    ],
    PROGRAM.format("page.HTML"): [packed("tout.zip", {"page.HTML": "bonjour"})],
}  # fmt: skip


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_a_document_that_matches_its_extension_is_accepted(file):
    validate_document(file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("message", "file"), [(message, file) for message, files in BAD.items() for file in files], ids=str
)
def test_a_document_of_another_type_or_with_dangerous_content_is_refused_with_a_message(message, file):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_document(file)
    assert [refused.value.messages, file.tell()] == [[message], 0]


def test_a_document_that_is_too_large_is_refused_with_its_size_and_the_limit():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_document(pdf(content=b"%PDF-" + b" " * MAX_FILE_BYTES))
    assert refused.value.messages == ["This file is too large (10.0\xa0MB). The maximum is 10.0\xa0MB."]
