"""Prepare notifications for the page on the site and for mails, for many rows and recipients at once."""

from collections import defaultdict

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from website.notifications import notices
from website.notifications.notices import NotificationLine

# The templates of kinds without their own.
PLAIN = "emails/notice"


def prefetch_for_lines(rows) -> None:
    """Prefetch targets and reason objects, in a fixed number of statements for each kind and model."""
    for kind, group in _by_kind(rows).items():
        targets = notices.notice_for(kind).targets
        lookup = GenericPrefetch("target", list(targets())) if targets else "target"
        prefetch_related_objects(group, lookup)
    prefetch_related_objects(list(rows), "reason_object")


def still_relevant(rows) -> set[int]:
    """Return the primary keys of rows that may still be shown to their recipients. Call `prefetch_for_lines` first."""
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
    """Return a dict of `row`, `line` and `reason` for each row of `user`.

    `line` is None and `reason` empty if the row is no longer relevant; `reason` is empty for letters too.
    """
    for row in rows:
        row.recipient = user
    prefetch_for_lines(rows)
    relevant = still_relevant(rows)
    return [_site_entry(row, row.pk in relevant) for row in rows]


def _site_entry(row, is_relevant: bool) -> dict:
    line = line_for(row) if is_relevant else NotificationLine()
    has_reason = bool(line.title) and not notices.notice_for(row.kind).is_letter
    return {"row": row, "line": line if line.title else None, "reason": row.reason if has_reason else ""}


def line_for(row) -> NotificationLine:
    """Return the line of a row in the active language."""
    line = notices.notice_for(row.kind).line
    return line(row) if line else subject_line(row)


def subject_line(row, **more) -> NotificationLine:
    """Return a line with the subject of the mail and a link to the target; `more` are further fields of the line."""
    get_url = getattr(row.target, "get_absolute_url", None)
    fields = {"title": subject_for(row), "url": get_url() if get_url else ""}
    return NotificationLine(**{**fields, **more})


def subject_for(row) -> str:
    """Return the subject of the mail, or "" for an obsolete kind without templates."""
    context = {"recipient": row.addressee, "target": row.target, "data": row.data, "line": NotificationLine()}
    return " ".join(render_to_string([f"emails/{row.kind}.subject.txt", f"{PLAIN}.subject.txt"], context).split())


def deduplicated(rows) -> list:
    """Return one row for each target: direct before followed ones, newer before older ones."""
    ranked = sorted(rows, key=lambda row: (row.is_direct, row.created_at, row.pk), reverse=True)
    seen, direct_targets, unique = set(), set(), []
    for row in ranked:
        target = (row.target_type_id, row.target_id) if row.target_id else row.pk
        # Two direct notifications about one target may differ in content; two followed ones do not.
        key = (target, row.kind, str(row.data)) if row.is_direct else (target,)
        if key in seen or (not row.is_direct and target in direct_targets):
            continue
        seen.add(key)
        if row.is_direct:
            direct_targets.add(target)
        unique.append(row)
    return unique
