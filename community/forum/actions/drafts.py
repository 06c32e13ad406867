"""What is typed is kept until it is sent, or for a month."""

from datetime import datetime, timedelta

from django.db import transaction

from community.forum.models import Draft
from community.forum.texts import with_references

KEPT = timedelta(days=30)
MOST_DRAFTS = 50


@transaction.atomic
def save_draft(user, key: str, *, title: str = "", body: str = "", chosen: dict | None = None) -> None:
    """Nothing written is no draft, whatever was chosen; of more than fifty the oldest go."""
    if not (title.strip() or body.strip()):
        discard_draft(user, key)
        return
    said = {"title": title, "body": with_references(body, user), "chosen": chosen or {}}
    Draft.objects.update_or_create(user=user, key=key, defaults=said)
    newest = Draft.objects.of(user).newest().values_list("pk", flat=True)
    if past := list(newest[MOST_DRAFTS:]):
        Draft.objects.filter(pk__in=past).delete()


def discard_draft(user, key: str) -> None:
    Draft.objects.of(user).filter(key=key).delete()


def delete_expired_drafts(now: datetime) -> int:
    return Draft.objects.filter(updated_at__lt=now - KEPT).delete()[0]
