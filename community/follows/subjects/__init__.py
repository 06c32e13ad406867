"""What can be followed. A room declares `subjects.register(Subject(...))` in its `subjects.py`.

A thing is a row of a model that somebody registered, or a `FollowedList`. A follow names it by its `Key`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, prefetch_related_objects
from django.utils.translation import get_language

from website.core.models import BasePage, Text

# The type and the number of a row, or the name of a listing and the filters in its address.
Key = tuple[int | None, int | None, str, str]


@dataclass(frozen=True)
class SubjectLink:
    """What a thing is called and where it is; `language` where its title is not in that of the interface."""

    title: str
    url: str
    language: str = ""


def _open_to_all(_user, _thing) -> bool:
    return True


def _themselves(things: Iterable) -> dict:
    return {thing.pk: thing.pk for thing in things}


def _names(things: Iterable) -> dict:
    return {thing.pk: SubjectLink(str(thing), thing.get_absolute_url()) for thing in things}


@dataclass(frozen=True)
class FollowSubject:
    """A kind of thing that can be followed.

    `name` stands in addresses; `label` is what readers call the kind; `words`, with `%(title)s`, ends the sentence
    “… because you follow”. `is_open(user, thing)` is what the thing itself tells of whether `user` may follow it.
    `readable(pairs)` says which of many pairs of a person and a thing hold, as pairs of their primary keys;
    `target_keys(things)` maps each thing's primary key to that of the row that a follow of it points at, `find(keys)`
    gives things by the latter, `shown(things)` what readers of the active language call each, by primary key: all in a
    number of statements that does not grow.
    """

    name: str
    model: type
    label: Any
    words: Any
    is_open: Callable[[Any, Any], bool] = _open_to_all
    readable: Callable[[Collection[tuple]], set[tuple]] | None = None
    find: Callable[[Collection], dict] | None = None
    target_keys: Callable[[Iterable], dict] = _themselves
    shown: Callable[[Collection], dict] = _names

    def allowed(self, pairs: Collection[tuple]) -> set[tuple]:
        """Of pairs of a person and a thing those that are open, as pairs of their keys."""
        pairs = [(person, thing) for person, thing in pairs if person.is_active and self.is_open(person, thing)]
        return self.readable(pairs) if self.readable else {(person.pk, thing.pk) for person, thing in pairs}

    def things(self, keys: Collection) -> dict:
        return self.find(keys) if self.find else self.model._default_manager.in_bulk(keys)

    @property
    def is_of_rows(self) -> bool:
        return issubclass(self.model, Model)

    @property
    def is_of_texts(self) -> bool:
        """Whether follows point at the text of a page, in all its languages."""
        return issubclass(self.model, BasePage)

    @property
    def target_model(self) -> type | None:
        """The model of the row that a follow points at; None where it points at none."""
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
    """The kind that a thing is of; None where it cannot be followed."""
    return subject_for_model(type(thing))


def subject_for_model(model: type) -> FollowSubject | None:
    return next((subject for subject in _registry.values() if subject.model is model), None)


def subject_for_follow(follow) -> FollowSubject | None:
    """None where nobody declares any more what was followed. Of many follows: `fetch_texts` before."""
    if follow.listing:
        return subject_named("list")
    model = ContentType.objects.get_for_id(follow.target_type_id).model_class()
    if model is Text:
        text = follow.target
        model = text and ContentType.objects.get_for_id(text.content_type_id).model_class()
    return subject_for_model(model) if model else None


def fetch_texts(follows: Iterable) -> None:
    """Fetch, in one statement, the texts that these follows point at."""
    texts = ContentType.objects.get_for_model(Text).pk
    if waiting := [follow for follow in follows if follow.target_type_id == texts]:
        prefetch_related_objects(waiting, "target")


def follow_keys(things: Iterable) -> dict[Key, Any]:
    """What follows name these things by, with the thing; what cannot be followed is left out."""
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
    """The items, by the subject that `subject_of(item)` finds; those without one are left out."""
    groups = defaultdict(list)
    for item in items:
        subject = subject_of(item)
        if subject is not None:
            groups[subject.name].append(item)
    return [(_registry[name], group) for name, group in groups.items()]


def load_titles(follows: Iterable) -> None:
    """Note, on each of these follows, what its thing is called in the active language, if its person may see it."""
    follows, language = list(follows), get_language()
    fetch_texts(follows)
    for follow in follows:
        follow.names[language] = None
    for subject, group in group_by_subject(follows, lambda follow: follow.subject):
        things = subject.things({follow.thing_key for follow in group})
        found = [(follow, things[follow.thing_key]) for follow in group if follow.thing_key in things]
        seen = subject.allowed([(follow.user, thing) for follow, thing in found])
        names = subject.shown(list(things.values()))
        for follow, thing in found:
            if (follow.user_id, thing.pk) in seen:
                follow.names[language] = names.get(thing.pk)
