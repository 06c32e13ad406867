"""Registry of what can be followed. An app calls `register_subject(FollowSubject(...))` in its `subjects.py`.

A thing is a row of a registered model, or a `FollowedList`. A follow identifies it by its `Key`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, prefetch_related_objects
from django.utils.translation import get_language

from website.core.models import BasePage, Text

# The content type and primary key of a row, or the name of a listing and its query string.
Key = tuple[int | None, int | None, str, str]


@dataclass(frozen=True)
class SubjectLink:
    """The title and URL of a thing. `language` is set if the title is not in the active language."""

    title: str
    url: str
    language: str = ""


def _open_to_all(_user, _thing) -> bool:
    return True


def _own_keys(things: Iterable) -> dict:
    return {thing.pk: thing.pk for thing in things}


def _links(things: Iterable) -> dict:
    return {thing.pk: SubjectLink(str(thing), thing.get_absolute_url()) for thing in things}


@dataclass(frozen=True)
class FollowSubject:
    """A kind of thing that can be followed.

    - `name`: identifier used in URLs and forms.
    - `label`: name of the kind for readers.
    - `words`: end of the sentence “because you follow …”, with `%(title)s`.
    - `is_open(user, thing)`: whether `user` may follow the thing, decided without a query.
    - `readable(pairs)`: of pairs of a user and a thing, those whose user may see the thing, as pairs of primary keys.
    - `target_keys(things)`: maps the primary key of each thing to that of the row that a follow points at.
    - `find(keys)`: maps the keys of these rows to things.
    - `shown(things)`: maps primary keys to a `SubjectLink` in the active language.

    Each of the last four runs a number of queries that does not depend on the number of things.
    """

    name: str
    model: type
    label: Any
    words: Any
    is_open: Callable[[Any, Any], bool] = _open_to_all
    readable: Callable[[Collection[tuple]], set[tuple]] | None = None
    find: Callable[[Collection], dict] | None = None
    target_keys: Callable[[Iterable], dict] = _own_keys
    shown: Callable[[Collection], dict] = _links

    def allowed(self, pairs: Collection[tuple]) -> set[tuple]:
        """Return, of pairs of a user and a thing, those whose user may follow the thing, as pairs of primary keys."""
        pairs = [(person, thing) for person, thing in pairs if person.is_active and self.is_open(person, thing)]
        return self.readable(pairs) if self.readable else {(person.pk, thing.pk) for person, thing in pairs}

    def things(self, keys: Collection) -> dict:
        return self.find(keys) if self.find else self.model._default_manager.in_bulk(keys)

    @property
    def is_of_rows(self) -> bool:
        return issubclass(self.model, Model)

    @property
    def is_of_texts(self) -> bool:
        """Whether follows point at a page's `Text`, which all its languages share."""
        return issubclass(self.model, BasePage)

    @property
    def target_model(self) -> type | None:
        """The model of the row that a follow points at; None for lists."""
        if not self.is_of_rows:
            return None
        return Text if self.is_of_texts else self.model


_registry: dict[str, FollowSubject] = {}


def register_subject(subject: FollowSubject) -> FollowSubject:
    _registry[subject.name] = subject
    return subject


def all_subjects() -> list[FollowSubject]:
    return list(_registry.values())


def subject_named(name: str) -> FollowSubject | None:
    return _registry.get(name)


def subject_for(thing) -> FollowSubject | None:
    """Return the subject of a thing; None if it cannot be followed."""
    return subject_for_model(type(thing))


def subject_for_model(model: type) -> FollowSubject | None:
    return next((subject for subject in _registry.values() if subject.model is model), None)


def subject_for_follow(follow) -> FollowSubject | None:
    """Return the subject of a follow; None if it is no longer registered. Call `fetch_texts` first for many follows."""
    if follow.listing:
        return subject_named("list")
    model = ContentType.objects.get_for_id(follow.target_type_id).model_class()
    if model is Text:
        text = follow.target
        model = text and ContentType.objects.get_for_id(text.content_type_id).model_class()
    return subject_for_model(model) if model else None


def fetch_texts(follows: Iterable) -> None:
    """Prefetch the `Text` rows that these follows point at."""
    text_type = ContentType.objects.get_for_model(Text).pk
    if of_texts := [follow for follow in follows if follow.target_type_id == text_type]:
        prefetch_related_objects(of_texts, "target")


def follow_keys(things: Iterable) -> dict[Key, Any]:
    """Map the key of each thing to the thing. Things that cannot be followed are left out."""
    found = {}
    for subject, group in group_by_subject(things, subject_for):
        if subject.is_of_rows:
            kind = ContentType.objects.get_for_model(subject.target_model).pk
            targets = subject.target_keys(group)
            found |= {(kind, targets[thing.pk], "", ""): thing for thing in group if thing.pk in targets}
        else:
            found |= {(None, None, *thing.pk): thing for thing in group}
    return found


def group_by_subject(items: Iterable, subject_of: Callable) -> list[tuple[FollowSubject, list]]:
    """Group the items by `subject_of(item)`. Items without a subject are left out."""
    groups = defaultdict(list)
    for item in items:
        subject = subject_of(item)
        if subject is not None:
            groups[subject.name].append(item)
    return [(_registry[name], group) for name, group in groups.items()]


def load_titles(follows: Iterable) -> None:
    """Store the link to its thing in the active language on each follow, or None if its user may not see it."""
    follows, language = list(follows), get_language()
    fetch_texts(follows)
    for follow in follows:
        follow.links[language] = None
    for subject, group in group_by_subject(follows, lambda follow: follow.subject):
        things = subject.things({follow.thing_key for follow in group})
        found = [(follow, things[follow.thing_key]) for follow in group if follow.thing_key in things]
        allowed = subject.allowed([(follow.user, thing) for follow, thing in found])
        links = subject.shown(list(things.values()))
        for follow, thing in found:
            if (follow.user_id, thing.pk) in allowed:
                follow.links[language] = links.get(thing.pk)
