"""Drafts of each kind of text: posts as Markdown or as StreamField blocks, and copies of their attachments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from community.forum.models import Attachment, Post, Topic
from community.knowledge.enums import TextKind
from community.knowledge.permissions import index_for
from experiences.sheets.actions import create_sheet, credited_document, store_document, store_photo
from experiences.sheets.models import SheetDocument, SheetPage, SheetPhoto
from experiences.sheets.models.page import TEXT_LENGTH
from website.core.fields import clean_rich_text, repair_references
from website.faq.models import AnswerPage
from website.library.models import ToolFile, ToolPage

# The field of a sheet for the posts after the first one.
FURTHER_POSTS_FIELD = "implementation"
# Draftail uses these tags instead of Markdown's.
_EDITOR_TAGS = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"))


@dataclass(frozen=True)
class Part:
    """A post and its author's name as members see it. Nobody else is named, because the text is for the public."""

    post: Post
    name: str

    @property
    def introduction(self) -> str:
        return _("%(name)s wrote:") % {"name": self.name}

    def files(self) -> Iterator[tuple[Attachment, ContentFile]]:
        """Yield the attachments with copies of their files, except those whose file is missing from storage."""
        for row in self.post.attachments.all():
            try:
                with row.file.open("rb") as file:
                    copied = ContentFile(file.read(), name=row.filename)
            except FileNotFoundError:
                continue
            yield row, copied


def draft_sheet(user, topic: Topic, title: str, parts: list[Part]) -> tuple[Page, list[Part]]:
    """Create a sheet: the first post is its context, the others share one field. Posts that do not fit are returned."""
    first, *others = parts
    texts, left_out, space = [], [], TEXT_LENGTH
    for part in others:
        text = f"{part.introduction}\n\n{part.post.markdown.strip()}"
        if len(text) + 2 > space:
            left_out.append(part)
        else:
            texts.append(text)
            space -= len(text) + 2
    sheet = SheetPage(title=title, context=first.post.markdown.strip(), **{FURTHER_POSTS_FIELD: "\n\n".join(texts)})
    _set_topics(sheet, topic)
    used = [part for part in parts if part not in left_out]
    sheet.photos, sheet.documents = [], []
    for part, row, file in _files(used):
        if row.is_image:
            image = store_photo(user, file, description=row.title)
            sheet.photos.add(SheetPhoto(image=image, description=row.title, credit=part.name))
        else:
            document = store_document(user, file, title=row.title)
            sheet.documents.add(SheetDocument(document=document, title=row.title, credit=part.name))
    return create_sheet(user, sheet, topic.language), left_out


def draft_tool(user, topic: Topic, title: str, parts: list[Part]) -> tuple[Page, list[Part]]:
    page = ToolPage(title=title, body=_paragraphs(parts))
    for _part, row, file in _files(parts):
        if row.is_image:
            page.body.append(_figure(user, row, file))
        else:
            page.files.add(ToolFile(document=credited_document(user, file, title=row.title), label=row.title[:120]))
    return _save_draft(user, topic, TextKind.TOOL, page), []


def draft_answer(user, topic: Topic, title: str, parts: list[Part]) -> tuple[Page, list[Part]]:
    page = AnswerPage(title=title, body=_paragraphs(parts))
    for _part, row, file in _files(parts):
        page.body.append(_figure(user, row, file) if row.is_image else _attachment(user, row, file))
    return _save_draft(user, topic, TextKind.ANSWER, page), []


DRAFTS: dict[str, Callable] = {TextKind.SHEET: draft_sheet, TextKind.TOOL: draft_tool, TextKind.ANSWER: draft_answer}


def _set_topics(page, topic: Topic) -> None:
    page.themes = list(topic.themes.all())
    page.territories = list(topic.territories.filter(is_featured=True))


def _files(parts: list[Part]):
    for part in parts:
        for row, file in part.files():
            yield part, row, file


def _paragraphs(parts: list[Part]) -> list[tuple]:
    """Return the first post unchanged, then each other post below a line that names its author."""
    blocks = []
    for number, part in enumerate(parts):
        html = clean_rich_text(part.post.html)
        for markdown_tag, editor_tag in _EDITOR_TAGS:
            html = html.replace(markdown_tag, editor_tag)
        if number:
            blocks.append(("paragraph", RichText(f"<p>{escape(part.introduction)}</p>")))
        blocks.append(("paragraph", RichText(repair_references(html))))
    return blocks


def _figure(user, row: Attachment, file) -> tuple:
    return "figure", {"image": store_photo(user, file, description=row.title), "caption": row.title}


def _attachment(user, row: Attachment, file) -> tuple:
    return "attachment", {"document": credited_document(user, file, title=row.title)}


def _save_draft(user, topic: Topic, kind: TextKind, page):
    """Add the page to the section of the topic's language as an unpublished draft."""
    index = index_for(kind, topic)
    page.owner, page.live, page.locale = user, False, index.locale
    _set_topics(page, topic)
    index.add_child(instance=page)
    page.save_revision(user=user)
    return page
