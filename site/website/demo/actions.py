"""Load the demo network into an empty site, using the site's own actions."""

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
    """The site has content already. The demo never overwrites what people changed."""


@transaction.atomic
def load_demo(host: str, port: int, progress=lambda steps: steps) -> None:
    """Load the whole demo in one transaction. `progress` wraps the list of steps, for a progress bar.

    Raise `AlreadyFilled` if the site has organisations.
    """
    set_up_site(host, port)
    if Organisation.objects.exists():
        raise AlreadyFilled
    with translation.override(settings.LANGUAGE_CODE):
        people.load_territories()
        people.load_organisations()
        users = people.load_members()
        context = pages.DemoContext(users["eva-lambert"], users["claire-muller"], timezone.localdate())
        steps = (
            lambda: pages.load_standard_pages(context),
            lambda: pages.load_news(context),
            lambda: pages.load_watch_notes(context),
            lambda: pages.load_tools(context),
            lambda: pages.load_answers(context),
            lambda: pages.load_albums(context),
            lambda: pages.load_events(context),
            lambda: pages.load_approaches(context, users),
            lambda: sheets.load_sheets(context, users),
            lambda: joining.load_joining(context),
            lambda: knowledge.load_knowledge(context, users, conversation.load_conversation(context, users)),
            # Last, so that nobody is notified of what was loaded before.
            lambda: follows.load_follows(context, users),
        )
        for step in progress(steps):
            step()
        # The events of the demo are in the past, so no mail is sent about them.
        Notification.objects.update(sent_at=timezone.now(), read_at=timezone.now())


# Fields that differ between two equal demos because they depend on the clock or are random.
VOLATILE = {"id", "translation_key", "dtstart", "dtend", "date", "start_date", "end_date", "last_day"}


def content_hash() -> str:
    """Return a digest of texts, states, topics and people that does not depend on when the demo was loaded."""
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
    """Return the data without volatile fields, including those in the JSON of StreamFields."""
    if isinstance(data, dict):
        stable = {key: value for key, value in data.items() if key not in VOLATILE and not key.endswith("_at")}
        return {key: _without_clock(_decoded(key, value)) for key, value in sorted(stable.items())}
    return [_without_clock(entry) for entry in data] if isinstance(data, list) else data


def _decoded(key: str, value):
    return json.loads(value) if key == "body" and value[:1] == "[" else value
