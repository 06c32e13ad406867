"""What can be reported and decided on. A room registers its own in its `moderation.py`."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404

from community.members.enums import Visibility
from community.moderation.enums import ModerationState


@dataclass(frozen=True)
class ModerationPreview:
    """A thing as a moderator sees it, whatever its state. `html` is safe; `place` is what its moderators keep."""

    title: str
    url: str
    place: str
    person: Any
    html: str
    excerpt: str
    moment: datetime
    language: str


class ModerationSubject(ABC):
    """Rows of one model that people answer for. `name` stands in addresses; `thing` is always one of `things()`."""

    name: str
    model: str

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(apps.get_model(self.model))

    @abstractmethod
    def things(self, level: Visibility = Visibility.MEMBERS) -> QuerySet:
        """Every row, with what the rest of this asks of it, to be shown to readers of that level."""

    @abstractmethod
    def moderated_by(self, user) -> QuerySet:
        """The twin of `can_moderate`."""

    @abstractmethod
    def can_moderate(self, user, thing) -> bool: ...

    @abstractmethod
    def moderates(self, user) -> bool:
        """Whether `user` has anything to moderate at all."""

    @abstractmethod
    def every_moderator(self) -> list[int]:
        """The keys of those who moderate something, coordinators left out."""

    @abstractmethod
    def who_moderates(self, pairs) -> set[tuple[int, int]]:
        """The same as `can_moderate` of many pairs of an account and a thing at once, as pairs of their keys."""

    @abstractmethod
    def moderators(self, thing) -> list:
        """Who is told of what waits; may be nobody."""

    @abstractmethod
    def can_see(self, user, thing) -> bool: ...

    @abstractmethod
    def place(self, thing):
        """The row that its moderators keep: what they decide about a person holds there."""

    @abstractmethod
    def person(self, thing):
        """The account that answers for it; None where that has gone."""

    @abstractmethod
    def standing(self, thing) -> ModerationState: ...

    @abstractmethod
    def text(self, thing) -> str:
        """What it says, as it is stored."""

    def text_for_editing(self, user, thing) -> str:
        """The same as `user` is given it to change."""
        return self.text(thing)

    @abstractmethod
    def preview(self, thing) -> ModerationPreview: ...

    @abstractmethod
    def neighbours(self, thing) -> list[ModerationPreview]:
        """What stands around it, the thing itself left out."""

    @abstractmethod
    def hide(self, moderator, thing) -> None: ...

    @abstractmethod
    def show(self, moderator, thing) -> None: ...

    @abstractmethod
    def rewrite(self, moderator, thing, text: str, notice: str) -> str:
        """Change what it says and return what is stored; what it said is kept, and `notice` stands beside it, or nothing."""


_registry: dict[str, ModerationSubject] = {}


def register_subject(subject: ModerationSubject) -> ModerationSubject:
    _registry[subject.name] = subject
    return subject


def all_subjects() -> list[ModerationSubject]:
    return list(_registry.values())


def subject_named(name: str) -> ModerationSubject:
    """The subject of that name; 404 where there is none."""
    try:
        return _registry[name]
    except KeyError:
        raise Http404 from None


def subject_for(thing) -> ModerationSubject:
    return next(subject for subject in all_subjects() if subject.model == thing._meta.label)
