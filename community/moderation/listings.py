"""The moderators' queue. It is not registered, so it has no feeds or exports."""

from django.utils.translation import gettext_lazy as _

from community.moderation.filters import CaseFilterSet
from community.moderation.models import Case
from website.core.listings import Listing

QUEUE = Listing(
    name="moderation",
    title=_("Moderation"),
    items=lambda reader: Case.objects.decidable_by(reader.user).with_card().in_queue_order(),
    filterset=CaseFilterSet,
    columns=(),
    item_template="moderation/case_card.html",
    empty_text=_("Reports on your boards and first posts to review appear here. You are also notified by email."),
    updated=lambda item: item.last_decided_at or item.opened_at,
    formats=(),
    is_public=False,
)
