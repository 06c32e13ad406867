"""The registry of models whose rows can be reported and moderated.

An app registers a subject in its `moderation.py`, which is autodiscovered. A subject needs two attributes and seven
methods. The defaults of the other methods suit a model with an `author` and a `body`, moderated by coordinators. An
example, in `community/exchange/moderation.py`:

    class OfferModerationSubject(ModerationSubject):
        name = "offer"  # as in /my/moderation/offer/12/
        model = "exchange.Offer"

        def moderated_by(self, user):
            return Offer.objects.all() if reviews(user) else Offer.objects.none()

        def can_see(self, user, thing):
            return Offer.objects.visible_to(user).filter(pk=thing.pk).exists()

        def standing(self, thing):
            return ModerationState.HIDDEN if thing.is_hidden else ModerationState.SHOWN

        def preview(self, thing):
            return ModerationPreview(title=thing.title, url=thing.get_absolute_url(), html=thing.html, ...)

        def hide(self, moderator, thing):
            hide_offer(moderator, thing)  # actions of the app, which lock the row and check the permission

        def show(self, moderator, thing):
            show_offer(moderator, thing)

        def rewrite(self, moderator, thing, text, notice):
            return rewrite_offer(moderator, thing, text, notice)


    register_subject(OfferModerationSubject())

The app shows a link to `report_new` on each row, and calls `hold_for_review(row)` from `moderation.actions.cases` for a
row that needs approval. `community/forum/moderation.py` is a full example, whose moderators are those of a board.
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
    """A row as a moderator sees it, in any state. `html` is safe; `place` is the name of where it was written, if any."""

    title: str
    url: str
    person: Any
    html: str
    excerpt: str
    moment: datetime
    language: str
    place: str = ""


class ModerationSubject(ABC):
    """A model whose rows have an account as their author.

    `name` is part of URLs, `model` is a label such as `forum.Post`. `thing` is always a row of `things()`.
    """

    name: str
    model: str

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(apps.get_model(self.model))

    @abstractmethod
    def moderated_by(self, user) -> QuerySet:
        """Return the rows that `user` may decide on."""

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

        The former text is stored in the history, and `notice`, which may be empty, is shown beside the new one.
        """

    def things(self, level: Visibility = Visibility.MEMBERS) -> QuerySet:
        """Return all rows, with what the other methods read of them, as readers of that level see them."""
        return apps.get_model(self.model)._default_manager.all()

    def lock(self, thing):
        """Reload the row, lock it until the transaction ends and return it. Raises DoesNotExist of its model.

        Call it before locking a case: the actions of the apps lock in this order too.
        """
        return self.things().select_for_update(of=("self",)).get(pk=thing.pk)

    def can_moderate(self, user, thing) -> bool:
        """Return whether `thing` is in `moderated_by(user)`."""
        return self.moderated_by(user).filter(pk=thing.pk).exists()

    def moderates(self, user) -> bool:
        """Return whether `user` may decide on any row."""
        return self.moderated_by(user).exists()

    def who_moderates(self, pairs: Collection[tuple]) -> set[tuple[int, int]]:
        """Check `can_moderate` for pairs of an account and a row, with one statement per account.

        Return the pairs that pass, as pairs of keys.
        """
        things: dict[Any, set[int]] = {}
        for user, thing in pairs:
            things.setdefault(user, set()).add(thing.pk)
        return {
            (user.pk, pk)
            for user, wanted in things.items()
            for pk in self.moderated_by(user).filter(pk__in=wanted).values_list("pk", flat=True)
        }

    def every_moderator(self) -> Collection[int]:
        """Return the keys of all accounts that moderate something. Coordinators may be left out."""
        return ()

    def moderators(self, thing) -> list:
        """Return the accounts to notify of a report. If there are none, coordinators are notified."""
        return []

    def place(self, thing) -> Model | None:
        """Return the row that the moderators are responsible for, such as a board. A suspension applies there.

        Return None if only coordinators moderate: a suspension then applies to the whole site.
        """
        place: Model | None = None
        return place

    def person(self, thing):
        """Return the account responsible for the row, or None if it was erased."""
        return thing.author

    def text(self, thing) -> str:
        """Return the stored text that `rewrite` changes."""
        return thing.body

    def text_for_editing(self, user, thing) -> str:
        """Return the text as `user` edits it in the decision form."""
        return self.text(thing)

    def neighbours(self, thing) -> list[ModerationPreview]:
        """Return previews of the rows before and after this one, as context."""
        return []


_registry: dict[str, ModerationSubject] = {}


def register_subject(subject: ModerationSubject) -> ModerationSubject:
    _registry[subject.name] = subject
    return subject


def all_subjects() -> list[ModerationSubject]:
    return list(_registry.values())


def subject_named(name: str) -> ModerationSubject:
    """Return the subject of that name. Raises Http404."""
    try:
        return _registry[name]
    except KeyError:
        raise Http404 from None


def subject_for(thing) -> ModerationSubject:
    return next(subject for subject in all_subjects() if subject.model == thing._meta.label)
