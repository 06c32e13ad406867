"""Fills an empty site with the demo network, through the site's own actions."""

import json
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page

from community.experts.models import Ask
from community.forum.models import Board, Post
from community.joining.models import Invitation, JoinRequest
from community.knowledge.models import Contribution
from website.accounts.models import User
from website.demo import conversation, follows, joining, knowledge, pages, people, sheets
from website.home.actions import set_up_site
from website.notifications.models import Notification
from website.topics.models import Organisation


class AlreadyFilled(Exception):
    """The demo is there; it is written once and never over what people changed."""


@transaction.atomic
def load_demo(host: str, port: int, progress=lambda steps: steps) -> None:
    """The whole demo or nothing. `progress` wraps the list of steps, for a bar.

    Raises `AlreadyFilled` where the site has organisations.
    """
    set_up_site(host, port)
    if Organisation.objects.exists():
        raise AlreadyFilled
    with translation.override(settings.LANGUAGE_CODE):
        people.load_territories()
        people.load_organisations()
        users = people.load_members()
        shelf = pages.Shelf(users["eva-lambert"], users["claire-muller"], timezone.localdate())
        steps = (
            lambda: pages.load_standard_pages(shelf),
            lambda: pages.load_news(shelf),
            lambda: pages.load_watch_notes(shelf),
            lambda: pages.load_tools(shelf),
            lambda: pages.load_answers(shelf),
            lambda: pages.load_albums(shelf),
            lambda: pages.load_events(shelf),
            lambda: pages.load_approaches(shelf, users),
            lambda: sheets.load_sheets(shelf, users),
            lambda: joining.load_joining(shelf),
            lambda: knowledge.load_knowledge(shelf, users, conversation.load_conversation(shelf, users)),
            # Last: what is here already is no news to anybody.
            lambda: follows.load_follows(shelf, users),
        )
        for step in progress(steps):
            step()
        # What the demo tells of is past: nobody is mailed about it today.
        Notification.objects.update(sent_at=timezone.now(), read_at=timezone.now())


# What differs between two equal demos: the clock, and identifiers drawn by lot.
VOLATILE = {"id", "translation_key", "dtstart", "dtend", "date", "start_date", "end_date", "last_day"}


def content_hash() -> str:
    """A digest of what the site says, whenever it was loaded: texts, states, topics and people, no clock."""
    digest = sha256()
    for page in Page.objects.order_by("url_path").specific():
        digest.update(repr(_without_clock(page.serializable_data())).encode())
    for organisation in Organisation.objects.order_by("slug"):
        digest.update(repr((organisation.slug, organisation.name, organisation.description)).encode())
    for user in User.objects.order_by("email"):
        digest.update(repr((user.email, sorted(user.groups.values_list("name", flat=True)))).encode())
    for request in JoinRequest.objects.order_by("email"):
        digest.update(repr((request.email, request.status, request.kind, request.why, request.word)).encode())
    for invitation in Invitation.objects.with_state().order_by("email"):
        digest.update(repr((invitation.email, invitation.kind, invitation.language, invitation.state)).encode())
    for board in Board.objects.order_by("slug"):
        digest.update(repr((board.slug, board.name_fr, board.about_fr, board.audience)).encode())
    for post in Post.objects.order_by("topic__title", "position", "stored_text").select_related("topic", "author"):
        about = (post.topic.title, post.topic.kind, post.topic.language, post.topic.is_pinned, post.topic.is_locked)
        digest.update(repr((*about, post.position, post.author.email, post.state, post.searched_text)).encode())
    for ask in Ask.objects.order_by("topic__title", "member__slug").select_related("topic", "member", "organisation"):
        digest.update(repr((ask.topic.title, ask.member.slug, str(ask.organisation), ask.asked_by_id is None)).encode())
    parts = Contribution.objects.select_related("provenance__text", "user").prefetch_related("provenance__text__pages")
    parts = sorted(parts, key=lambda credit: (credit.provenance.title, credit.user.email))
    for credit in parts:
        digest.update(repr((credit.provenance.title, credit.user.email, credit.answer)).encode())
    return digest.hexdigest()[:16]


def _without_clock(data):
    """The same data, less what is volatile; StreamField's JSON is opened for it."""
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if key not in VOLATILE and not key.endswith("_at")}
        return {key: _without_clock(_opened(key, value)) for key, value in sorted(kept.items())}
    return [_without_clock(entry) for entry in data] if isinstance(data, list) else data


def _opened(key: str, value):
    return json.loads(value) if key == "body" and value[:1] == "[" else value
