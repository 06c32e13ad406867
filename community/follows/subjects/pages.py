"""Pages of every kind. A follow points at the page's `core.Text`, which all its languages share."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from community.follows.subjects import FollowSubject, SubjectLink, register_subject
from website.core.models import Text
from website.core.permissions import readable_pages
from website.core.sections import active_locale
from website.core.texts import text_key, versions_of
from website.topics.models import TopicalPage, topical_models

NEEDED = ("title", "slug", "path", "url_path", "translation_key", "locale", "live", "alias_of")


def _is_open(_user, page: TopicalPage) -> bool:
    return page.alias_of_id is None


def _readable(pairs: Collection[tuple]) -> set[tuple]:
    """Return the pairs whose user may read at least one language version of the page."""
    live = {}
    for version in versions_of(page for _person, page in pairs).live().only("path", "translation_key"):
        live.setdefault(version.translation_key, []).append(version)
    wanted = [(person, version) for person, page in pairs for version in live.get(page.translation_key, ())]
    seen = readable_pages(wanted)
    texts = {(person.pk, version.translation_key) for person, version in wanted if (person.pk, version.pk) in seen}
    return {(person.pk, page.pk) for person, page in pairs if (person.pk, page.translation_key) in texts}


def _target_keys(pages: Iterable[TopicalPage]) -> dict[int, int]:
    pages = list(pages)
    texts = dict(Text.objects.of_pages(pages).values_list("translation_key", "pk"))
    return {page.pk: texts[page.translation_key] for page in pages if page.translation_key in texts}


def _subject(model: type[TopicalPage]) -> FollowSubject:
    def find(keys: Collection) -> dict:
        """Return the original of each text."""
        followed = Text.objects.of_model(model).filter(pk__in=keys).values("translation_key")
        pages = model.objects.originals().filter(translation_key__in=followed).annotate(text_key=text_key())
        return {page.text_key: page for page in pages.only(*NEEDED)}

    def shown(pages: Collection[TopicalPage]) -> dict[int, SubjectLink]:
        """Return links to the versions in the active language, or to the given pages where there is none."""
        texts = {page.translation_key for page in pages}
        found = model.objects.for_reader(active_locale()).filter(translation_key__in=texts)
        versions = {version.translation_key: version for version in found.select_related("locale").only(*NEEDED)}
        return {page.pk: _link(versions.get(page.translation_key, page)) for page in pages}

    return FollowSubject(
        name=model._meta.model_name.removesuffix("page"),
        model=model,
        label=model._meta.verbose_name,
        words=_("“%(title)s”"),
        is_open=_is_open,
        readable=_readable,
        find=find,
        target_keys=_target_keys,
        shown=shown,
    )


def _link(page: TopicalPage) -> SubjectLink:
    return SubjectLink(page.title, page.get_absolute_url(), page.foreign_language)


for page_model in topical_models():
    register_subject(_subject(page_model))
