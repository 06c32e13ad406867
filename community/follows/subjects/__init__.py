"""What can be followed. A room declares `subjects.register(Subject(...))` in its `subjects.py`.

A thing is a row of a model that somebody registered, or a `FollowedList`. A follow names it by its `Key`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import get_language

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
    `readable(pairs)` says which of many pairs of a person and a thing hold, as pairs of their keys; `find(keys)` gives
    things by key, `originals(things)` which key a follow of each names, `shown(things)` what readers of the active
    language call each: all in a number of statements that does not grow.
    """

    name: str
    model: type
    label: Any
    words: Any
    is_open: Callable[[Any, Any], bool] = _open_to_all
    readable: Callable[[Collection[tuple]], set[tuple]] | None = None
    find: Callable[[Collection], dict] | None = None
    originals: Callable[[Iterable], dict] = _themselves
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
    """None where nobody declares any more what was followed."""
    if follow.listing:
        return subject_named("list")
    model = ContentType.objects.get_for_id(follow.target_type_id).model_class()
    return subject_for_model(model) if model else None


def follow_keys(things: Iterable) -> dict[Key, Any]:
    """What follows name these things by, with the thing; what cannot be followed is left out."""
    found = {}
    for subject, group in group_by_subject(things, subject_for):
        if subject.is_of_rows:
            kind = ContentType.objects.get_for_model(subject.model).pk
            originals = subject.originals(group)
            found |= {(kind, originals[thing.pk], "", ""): thing for thing in group if thing.pk in originals}
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
    for follow in follows:
        follow.names[language] = None
    for subject, group in group_by_subject(follows, lambda follow: follow.subject):
        things = subject.things({follow.thing_key for follow in group})
        pairs = [(follow.user, things[follow.thing_key]) for follow in group if follow.thing_key in things]
        seen = subject.allowed(pairs)
        names = subject.shown(list(things.values()))
        for follow in group:
            if (follow.user_id, follow.thing_key) in seen:
                follow.names[language] = names.get(follow.thing_key)
