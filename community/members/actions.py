"""Change members' entries in the directory, write to members, and refresh their search rows."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.text import slugify

from community.members.audiences import LEVELS, MemberView
from community.members.models import Member, MemberSearchText
from website.core.actions import BATCH_SIZE, sync_search_index
from website.notifications.actions import notify

# Sent with `member` before anything of an entry is written, and after all of it is.
entry_changing, entry_changed = Signal(), Signal()
# The entry that `changing` writes. Its search rows are refreshed once at the end, not by each signal in between.
_entry_in_change: ContextVar[Member | None] = ContextVar("entry_in_change", default=None)


@contextmanager
def changing(member: Member) -> Iterator[None]:
    """Change an entry in a transaction, locked, and send `entry_changing` and `entry_changed` around the change.

    Raise `Member.DoesNotExist` if the entry has been deleted.
    """
    with transaction.atomic():
        if member.pk:
            Member.objects.select_for_update().get(pk=member.pk)
        entry_changing.send(Member, member=member)
        token = _entry_in_change.set(member)
        try:
            yield
        finally:
            _entry_in_change.reset(token)
        refresh_search_texts(Member.objects.filter(pk=member.pk))
        entry_changed.send(Member, member=member)


def is_changing(row) -> bool:
    """Return whether this is the entry that `changing` currently writes, or its account."""
    entry = _entry_in_change.get()
    return entry is not None and row in (entry, entry.user)


def update_profile(member: Member, *, expertise=None, languages=None, **fields) -> Member:
    """Create or change an entry. `fields` are fields of Member; those not given are not changed.

    `expertise` and `languages` are lists of rows. The slug is set once and never changes.
    """
    for name, value in fields.items():
        setattr(member, name, value)
    with changing(member):
        if member.pk:
            # Do not overwrite other fields that another request may have changed.
            member.save(update_fields=list(fields))
        else:
            _create(member)
        if expertise is not None:
            member.expertise.set(expertise)
        if languages is not None:
            member.languages.set(languages)
    return member


def _create(member: Member) -> None:
    """Save a new entry with a free slug. Another request may take the slug or create this entry at the same time."""
    while not member.pk:
        member.slug = _free_slug(member.user.get_full_name())
        try:
            with transaction.atomic():
                member.save()
        except IntegrityError:
            if found := Member.objects.filter(user=member.user).first():
                member.pk, member.slug, member.joined_at = found.pk, found.slug, found.joined_at
                member.save(force_update=True)
            elif not Member.objects.filter(slug=member.slug).exists():
                raise


def _free_slug(name: str) -> str:
    slug = slugify(name)[:100] or "member"
    taken = set(Member.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = itertools.chain([slug], (f"{slug}-{number}" for number in itertools.count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def write_to_member(
    member: Member, *, sender: str, reply_to: str, is_checked: bool, subject: str, message: str
) -> None:
    """Send a mail to a member without revealing their address. Replies go to `reply_to`.

    `is_checked` is true if sender and address are those of a signed-in user.
    """
    notify(
        [member.user],
        "member-message",
        sender=sender,
        reply_to=reply_to,
        is_checked=is_checked,
        subject=subject,
        message=message,
    )


@transaction.atomic
def refresh_search_texts(members) -> None:
    """Update the search rows of these members (a queryset) to what each level of readers sees."""
    # Lock the members, so that concurrent changes of one entry replace its rows one after the other.
    # Lock without joins: PostgreSQL drops rows whose joined rows changed while it waited for the lock.
    keys = list(members.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    locked = Member.objects.filter(pk__in=keys).with_card().prefetch_related("words").order_by("pk")
    stale, fresh = [], []
    for member in locked:
        wanted = {(row.level, row.name, row.text): row for row in _search_texts(member)}
        for row in member.words.all():
            if wanted.pop((row.level, row.name, row.text), None) is None:
                stale.append(row)
        fresh += wanted.values()
    MemberSearchText.objects.filter(pk__in=[row.pk for row in stale]).delete()
    MemberSearchText.objects.bulk_create(fresh, batch_size=BATCH_SIZE)
    sync_search_index(MemberSearchText, [row.pk for row in (*stale, *fresh)])


def _search_texts(member: Member) -> list[MemberSearchText]:
    views = [MemberView(member, level) for level in LEVELS]
    return [
        MemberSearchText(member=member, level=view.level.value, name=view.name, text=view.words)
        for view in views
        if view.is_listed
    ]
