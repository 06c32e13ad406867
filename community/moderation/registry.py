"""Which rows can be reported and decided on. A room registers a subject in its `moderation.py`, which is autodiscovered.

A subject has two names and seven methods; the other methods have defaults that are right for a model with an `author` and a
`body`, moderated by coordinators. A worked example, in `community/exchange/moderation.py`:

    class OfferSubject(Subject):
        name = "offer"  # as in /my/moderation/offer/12/
        model = "exchange.Offer"

        def moderated_by(self, user):
            return Offer.objects.all() if reviews(user) else Offer.objects.none()

        def can_see(self, user, thing):
            return Offer.objects.visible_to(user).filter(pk=thing.pk).exists()

        def standing(self, thing):
            return Standing.HIDDEN if thing.is_hidden else Standing.SHOWN

        def preview(self, thing):
            return Glimpse(title=thing.title, url=thing.get_absolute_url(), html=thing.html, ...)

        def hide(self, moderator, thing):
            hide_offer(moderator, thing)  # actions of the room, which lock the row and check the permission

        def show(self, moderator, thing):
            show_offer(moderator, thing)

        def rewrite(self, moderator, thing, text, notice):
            rewrite_offer(moderator, thing, text, notice)


    register(OfferSubject())

The room shows a link to `report` on each row, and calls `moderation.actions.wait(row)` for a row that nobody else may
read before a moderator has. `community/forum/moderation.py` is the full example: its moderators are those of a board.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.http import Http404

from community.members.enums import Visibility
from community.moderation.enums import ModerationState


@dataclass(frozen=True)
class ModerationPreview:
    """A row as a moderator sees it, whatever its state. `html` is safe; `place` names where it was written, if anywhere."""

    title: str
    url: str
    person: Any
    html: str
    excerpt: str
    moment: datetime
    language: str
    place: str = ""


class ModerationSubject(ABC):
    """Rows of one model that an account answers for.

    `name` is part of addresses, `model` a label such as `forum.Post`. `thing` is always a row of `things()`.
    """

    name: str
    model: str

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(apps.get_model(self.model))

    @abstractmethod
    def moderated_by(self, user) -> QuerySet:
        """The rows that `user` may decide on."""

    @abstractmethod
    def can_see(self, user, thing) -> bool: ...

    @abstractmethod
    def standing(self, thing) -> ModerationState: ...

    @abstractmethod
    def preview(self, thing) -> ModerationPreview: ...

    @abstractmethod
    def hide(self, moderator, thing) -> None:
        """Raises PermissionDenied, as `show` and `rewrite` do."""

    @abstractmethod
    def show(self, moderator, thing) -> None: ...

    @abstractmethod
    def rewrite(self, moderator, thing, text: str, notice: str) -> str:
        """Change the text and return what is stored.

        The former text is kept, and `notice`, which may be empty, is shown beside the new one.
        """

    def things(self, level: Visibility = Visibility.MEMBERS) -> QuerySet:
        """All rows, with what the other methods read of them, to be shown to readers of that level."""
        return apps.get_model(self.model)._default_manager.all()

    def lock(self, thing):
        """The row as it is now, locked until the transaction ends. Raises DoesNotExist of its model.

        Call it before a case is locked: actions of the rooms lock in this order too.
        """
        return self.things().select_for_update(of=("self",)).get(pk=thing.pk)

    def can_moderate(self, user, thing) -> bool:
        """Whether `thing` is in `moderated_by(user)`."""
        return self.moderated_by(user).filter(pk=thing.pk).exists()

    def moderates(self, user) -> bool:
        """Whether `user` may decide on any row."""
        return self.moderated_by(user).exists()

    def who_moderates(self, pairs: Collection[tuple]) -> set[tuple[int, int]]:
        """`can_moderate` for many pairs of an account and a row, as pairs of their keys: one statement per account."""
        things: dict[Any, set[int]] = {}
        for user, thing in pairs:
            things.setdefault(user, set()).add(thing.pk)
        return {
            (user.pk, pk)
            for user, wanted in things.items()
            for pk in self.moderated_by(user).filter(pk__in=wanted).values_list("pk", flat=True)
        }

    def every_moderator(self) -> Collection[int]:
        """The keys of all accounts that moderate something; coordinators may be left out, who always have the desk."""
        return ()

    def moderators(self, thing) -> list:
        """The accounts that are notified of a report. Empty: the coordinators."""
        return []

    def place(self, thing) -> Model | None:
        """The row that its moderators look after, such as a board: they suspend from writing there.

        None, where coordinators are the only moderators: a suspension then holds for the whole site.
        """
        place: Model | None = None
        return place

    def person(self, thing):
        """The account that answers for the row; None where it has been erased."""
        return thing.author

    def text(self, thing) -> str:
        """The text that `rewrite` changes, as it is stored."""
        return thing.body

    def text_for_editing(self, user, thing) -> str:
        """The text as `user` gets it in the form of `rewrite`."""
        return self.text(thing)

    def neighbours(self, thing) -> list[ModerationPreview]:
        """What stands before and after the row, for its context."""
        return []


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
