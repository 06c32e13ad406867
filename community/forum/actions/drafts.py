"""Drafts of topics and posts."""

from datetime import datetime, timedelta

from django.db import transaction

from community.forum.models import Draft
from community.forum.texts import with_references

LIFETIME = timedelta(days=30)
MOST_DRAFTS = 50


@transaction.atomic
def save_draft(user, key: str, *, title: str = "", body: str = "", chosen: dict | None = None) -> None:
    """Store a draft, or discard it if title and body are blank. Deletes the oldest drafts beyond `MOST_DRAFTS`."""
    if not (title.strip() or body.strip()):
        discard_draft(user, key)
        return
    fields = {"title": title, "body": with_references(body, user), "chosen": chosen or {}}
    Draft.objects.update_or_create(user=user, key=key, defaults=fields)
    newest = Draft.objects.of(user).newest().values_list("pk", flat=True)
    if surplus := list(newest[MOST_DRAFTS:]):
        Draft.objects.filter(pk__in=surplus).delete()


def discard_draft(user, key: str) -> None:
    Draft.objects.of(user).filter(key=key).delete()


def delete_expired_drafts(now: datetime) -> int:
    """Delete drafts that were last saved more than `LIFETIME` ago; return how many rows."""
    return Draft.objects.filter(updated_at__lt=now - LIFETIME).delete()[0]
