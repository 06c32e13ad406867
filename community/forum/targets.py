"""Targets: the texts, organisations and topics that topics are about and posts cite, as a reader may see them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from website.core import sections
from website.core.listings import Reader
from website.core.models import Text
from website.core.sections import active_locale
from website.topics.models import Organisation

_CODES = "|".join(code for code, _name in settings.LANGUAGES)
# The models of targets, by the names that `target_name` uses.
_TARGET_MODELS = {"text": "core.Text", "organisation": "topics.Organisation", "topic": "forum.Topic"}
TARGET_NAMES = "|".join(_TARGET_MODELS)
_IN_A_LANGUAGE = re.compile(rf"/({_CODES})/(.*)")


@dataclass(frozen=True)
class Target:
    """What a link to a target shows; `kind` is the verbose name of its model."""

    title: str
    url: str
    kind: str


def target_key(row) -> tuple[int, int]:
    return ContentType.objects.get_for_model(row).pk, row.pk


def target_name(row) -> str:
    """Return a name for the keys of drafts: `text-12`, `organisation-7` or `topic-3`."""
    return f"{row._meta.model_name}-{row.pk}"


def key_from_name(name: str) -> tuple[int, int] | None:
    """Return the key for a name that `target_name` returned, whether or not the row exists; None for any other name."""
    model, _dash, number = name.partition("-")
    if model not in _TARGET_MODELS or not number.isdecimal():
        return None
    return ContentType.objects.get_for_model(apps.get_model(_TARGET_MODELS[model])).pk, int(number)


def target_at(address: str):
    """Return the text, organisation or topic at a URL of this site, or None."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
        return None
    match = _IN_A_LANGUAGE.fullmatch(parts.path)
    if match is None:
        return None
    with translation.override(match[1]):
        try:
            route = resolve(parts.path)
        except Resolver404:
            return None
        if route.url_name == "organisation":
            return Organisation.objects.filter(slug=route.kwargs["slug"]).first()
        if route.url_name == "discussion":
            return apps.get_model("forum.Topic").objects.filter(pk=route.kwargs["pk"]).first()
        if route.url_name == "wagtail_serve":
            page = sections.live_page_at(match[1], match[2])
            return page and Text.objects.of_pages([page]).first()
    return None


def visible_targets(pairs: Iterable[tuple[int, int]], reader: Reader) -> dict[tuple[int, int], Target]:
    """Return the targets that the reader may see, by the keys of content type and row.

    A text has the title and URL of its version for the reader.
    """
    keys = {}
    for kind, pk in pairs:
        keys.setdefault(kind, set()).add(pk)
    found = {}
    for kind, pks in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        rows = _texts(pks, reader) if model is Text else _rows(model, pks, reader)
        found |= {(kind, pk): target for pk, target in rows}
    return found


def _texts(pks: set[int], reader: Reader):
    pages = Page.objects.filter(live=True, reader_versions__locale=reader.locale, reader_versions__text__in=pks)
    versions = pages.public().annotate(text=F("reader_versions__text"))
    for version in versions.select_related("locale", "content_type"):
        kind = version.content_type.model_class()._meta.verbose_name
        yield version.text, Target(version.title, sections.reader_url(version, reader.locale.language_code), str(kind))


def _rows(model, pks: set[int], reader: Reader):
    rows = model.objects.filter(pk__in=pks)
    if hasattr(rows, "listed_for"):
        rows = rows.listed_for(reader.user)
    for row in rows:
        yield row.pk, Target(str(row), row.get_absolute_url(), str(model._meta.verbose_name))


def can_see(user, row) -> bool:
    """Return whether `user` may see a text, in any language, an organisation or a topic."""
    key = target_key(row)
    return key in visible_targets([key], Reader(user, active_locale()))
