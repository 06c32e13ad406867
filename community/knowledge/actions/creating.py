"""Creation of a draft from the posts of a topic, and of the requests for consent to their authors."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.forum.actions.locking import locked_topic
from community.forum.enums import State
from community.forum.models import Post, Topic
from community.knowledge.actions.drafting import DRAFTS, Part
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Contribution, Provenance
from community.knowledge.permissions import can_create_text
from community.members.audiences import known_as
from website.notifications.actions import notify
from website.notifications.models import Recipient


@dataclass(frozen=True)
class CreatedText:
    """The result of `create_text`. `left_out` are selected posts that did not fit; their authors are not contributors."""

    provenance: Provenance
    left_out: list[Post]


@transaction.atomic
def create_text(user, topic: Topic, *, kind: TextKind, title: str, posts: list[int], moment=None) -> CreatedText:
    """Create a draft of `kind`, owned by `user`, from the posts with these keys, and ask their authors for consent.

    With a `moment` in the past, nobody is notified. Raises `PermissionDenied`, and `ValidationError` if a post is gone.
    """
    topic = locked_topic(topic.pk)
    if not can_create_text(user, topic, kind):
        raise PermissionDenied
    parts = _parts(topic, posts)
    if len(parts) != len(set(posts)) or not parts:
        raise ValidationError(_("One of the posts no longer exists. Check your selection."), code="gone")
    with translation.override(topic.language):
        page, left_out = DRAFTS[kind](user, topic, title, parts)
    provenance = Provenance.objects.create(
        topic=topic,
        text=page.text,
        kind=kind,
        creator=user,
        created_at=moment or timezone.now(),
    )
    asked = _create_contributions(provenance, [part for part in parts if part not in left_out])
    log(page, "knowledge.made", user=user, data={"topic": topic.pk, "kind": str(kind), "posts": len(parts)})
    if moment is None:
        for contribution in asked:
            if contribution.answer == Consent.ASKED and contribution.user.is_active:
                notify(
                    [Recipient(contribution.user, reason_object=topic)], "contribution-asked", contribution, title=title
                )
    return CreatedText(provenance, [part.post for part in left_out])


def _parts(topic: Topic, keys: list[int]) -> list[Part]:
    rows = topic.posts.filter(pk__in=keys, state=State.SHOWN, position__isnull=False).order_by("position")
    rows = rows.select_related("author__member").prefetch_related("attachments")
    with translation.override(topic.language):
        return [Part(post, known_as(post.author)) for post in rows]


def _create_contributions(provenance: Provenance, parts: list[Part]) -> list[Contribution]:
    """Create one contribution per author. The creator and former members are not asked: their answers are set."""
    posts = defaultdict(list)
    for part in parts:
        posts[part.post.author].append(part)
    found = []
    for author, own in posts.items():
        contribution = Contribution(provenance=provenance, user=author, name=own[0].name if author else "")
        if author is None or author == provenance.creator:
            contribution.answer = Consent.UNNAMED if author is None else Consent.NAMED
            contribution.answered_at = provenance.created_at
        contribution.save()
        contribution.posts.set([part.post for part in own])
        found.append(contribution)
    return found
