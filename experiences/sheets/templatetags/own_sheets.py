"""Texts about a sheet for its author."""

from django import template
from django.utils.translation import gettext as _

from experiences.sheets.enums import SheetStatus

register = template.Library()


@register.simple_tag
def status_text(sheet) -> str:
    """Describe the status of a sheet, and the next step, to its author."""
    return {
        SheetStatus.DRAFT: _(
            "This is a draft. Only you and the coordinators can see it. Send it to them when it is ready."
        ),
        SheetStatus.SUBMITTED: _("A coordinator is going to review it. We will email you when there is an answer."),
        SheetStatus.CHANGES_REQUESTED: _(
            "A coordinator has requested changes. See the comment, make the changes and send the sheet again."
        ),
        SheetStatus.PUBLISHED: _(
            "It is online. You can edit it at any time. The published version stays online until the new version "
            "is approved."
        ),
        SheetStatus.PUBLISHED_WITH_CHANGES: _(
            "The approved version is online. Your later changes are saved here. Send them to the coordinators "
            "for publication."
        ),
        SheetStatus.UNPUBLISHED: _("It is no longer online. You can edit it and send it again."),
    }[sheet.status]


@register.simple_tag
def history_entry(entry, sheet) -> dict:
    """Return title, user name and comment of a log entry, as shown to the author."""
    is_own = entry.user_id is not None and entry.user_id == sheet.owner_id
    titles = {
        "wagtail.create": _("Created"),
        "wagtail.workflow.start": _("Sent to the coordinators"),
        "wagtail.workflow.resume": _("Sent again"),
        "wagtail.workflow.reject": _("Changes requested"),
        "wagtail.workflow.approve": _("Approved"),
        "wagtail.workflow.cancel": _("Withdrawn") if is_own else _("Review ended"),
        "wagtail.publish": _("Published"),
        "wagtail.unpublish": _("Taken offline"),
    }
    by = "" if is_own or not entry.user else entry.user.display_name
    return {"title": titles[entry.action], "by": by, "comment": entry.data.get("comment", "") if entry.data else ""}
