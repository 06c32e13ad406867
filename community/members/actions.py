"""What members do with their entry in the directory, and what others do with it."""

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

# Around the change of one `member`'s entry: before anything of it is written, and once all of it is.
entry_changing, entry_changed = Signal(), Signal()
# The entry that `changing` writes: its search rows are rebuilt once at the end, not by each signal in between.
_entry_in_change: ContextVar[Member | None] = ContextVar("entry_in_change", default=None)


@contextmanager
def changing(member: Member) -> Iterator[None]:
    """One change of an entry, whole or not at all, before and after which rooms above look at it.

    Two changes of one entry at once come one after the other. Raises `Member.DoesNotExist` where it has gone.
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
    """Whether `changing` writes this entry, or the account that it belongs to, and rebuilds its search rows afterwards."""
    entry = _entry_in_change.get()
    return entry is not None and row in (entry, entry.user)


def update_profile(member: Member, *, expertise=None, languages=None, **fields) -> Member:
    """Change an entry, or make it where it is new. `fields` are Member's; what is not given stays.

    Expertise and languages are lists of rows. The address of an entry never changes once it has one.
    """
    for name, value in fields.items():
        setattr(member, name, value)
    with changing(member):
        if member.pk:
            # What another request wrote into the other fields stays.
            member.save(update_fields=list(fields))
        else:
            _create(member)
        if expertise is not None:
            member.expertise.set(expertise)
        if languages is not None:
            member.languages.set(languages)
    return member


def _create(member: Member) -> None:
    """Save a new entry at a free address. Another request may take the address, or make this entry, at this moment."""
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
    """Send them a mail without recipient anybody their address; an answer goes straight to `reply_to`.

    `is_checked`: the network knows the sender and the address, and need not take their word for it.
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
    """Make what search finds these members (a queryset) by agree with what each level of readers sees of them."""
    # The lock is on the members: two that change one entry at once replace its words one after the other.
    # Locked without joins: PostgreSQL leaves out of a row what it joins, where that changed while it waited.
    keys = list(members.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    held = Member.objects.filter(pk__in=keys).with_card().prefetch_related("words").order_by("pk")
    stale, fresh = [], []
    for member in held:
        wanted = {(row.level, row.name, row.text): row for row in _words_of(member)}
        for row in member.words.all():
            if wanted.pop((row.level, row.name, row.text), None) is None:
                stale.append(row)
        fresh += wanted.values()
    MemberSearchText.objects.filter(pk__in=[row.pk for row in stale]).delete()
    MemberSearchText.objects.bulk_create(fresh, batch_size=BATCH_SIZE)
    sync_search_index(MemberSearchText, [row.pk for row in (*stale, *fresh)])


def _words_of(member: Member) -> list[MemberSearchText]:
    readers = [MemberView(member, level) for level in LEVELS]
    return [
        MemberSearchText(member=member, level=shown.level.value, name=shown.name, text=shown.words)
        for shown in readers
        if shown.is_listed
    ]
