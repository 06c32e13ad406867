"""What is told, made ready for the page on the site and for mails: many rows of many people at once."""

from collections import defaultdict

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from website.notifications import notices
from website.notifications.notices import NotificationLine

# What a kind without templates of its own looks like.
PLAIN = "emails/notice"


def prefetch_for_lines(rows) -> None:
    """Targets and reasons, in a fixed number of statements for each kind and each model."""
    for kind, group in _by_kind(rows).items():
        targets = notices.notice_for(kind).targets
        lookup = GenericPrefetch("target", list(targets())) if targets else "target"
        prefetch_related_objects(group, lookup)
    prefetch_related_objects(list(rows), "reason_object")


def still_relevant(rows) -> set[int]:
    """The pks of those that their people may be told now; the rows must be fetched."""
    found = set()
    for kind, group in _by_kind(rows).items():
        found |= notices.notice_for(kind).still(group)
    return found


def _by_kind(rows) -> dict[str, list]:
    groups = defaultdict(list)
    for row in rows:
        groups[row.kind].append(row)
    return groups


def site_entries(rows, user) -> list[dict]:
    """Each of one person's rows with its `line` and its `reason`, which letters need not give; neither where it may not
    be told any more.
    """
    for row in rows:
        row.recipient = user
    prefetch_for_lines(rows)
    still = still_relevant(rows)
    return [_on_the_site(row, row.pk in still) for row in rows]


def _on_the_site(row, may_be_told: bool) -> dict:
    line = line_for(row) if may_be_told else NotificationLine()
    is_known = bool(line.title) and not notices.notice_for(row.kind).is_letter
    return {"row": row, "line": line if line.title else None, "reason": row.reason if is_known else ""}


def line_for(row) -> NotificationLine:
    """In the active language."""
    line = notices.notice_for(row.kind).line
    return line(row) if line else subject_line(row)


def subject_line(row, **more) -> NotificationLine:
    """What the subject of its mail says, leading to its target. `more` are a Line's."""
    address = getattr(row.target, "get_absolute_url", None)
    said = {"title": subject_for(row), "url": address() if address else ""}
    return NotificationLine(**{**said, **more})


def subject_for(row) -> str:
    """Nothing for a kind of former times, whose templates are gone."""
    context = {"recipient": row.addressee, "target": row.target, "data": row.data, "line": NotificationLine()}
    return " ".join(render_to_string([f"emails/{row.kind}.subject.txt", f"{PLAIN}.subject.txt"], context).split())


def deduplicated(rows) -> list:
    """One thing is told once: what is addressed to somebody rather than what they follow, the newer before the older."""
    ranked = sorted(rows, key=lambda row: (row.is_direct, row.created_at, row.pk), reverse=True)
    taken, directly, kept = set(), set(), []
    for row in ranked:
        thing = (row.target_type_id, row.target_id) if row.target_id else row.pk
        # Two letters about one thing may say different things; two tidings of what one follows do not.
        key = (thing, row.kind, str(row.data)) if row.is_direct else (thing,)
        if key in taken or (not row.is_direct and thing in directly):
            continue
        taken.add(key)
        if row.is_direct:
            directly.add(thing)
        kept.append(row)
    return kept
