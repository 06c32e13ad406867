"""Texts about a sheet for its author."""

from django import template
from django.utils.translation import gettext as _

from experiences.sheets.enums import SheetStatus

register = template.Library()


@register.simple_tag
def status_text(sheet) -> str:
    """Describe the status of a sheet, and the next step, to its author."""
    return {
        SheetStatus.DRAFT: _("A draft. Nobody sees it but you and the coordinators. Send it to them when it is ready."),
        SheetStatus.SUBMITTED: _("A coordinator is going to read it. You get a mail as soon as there is an answer."),
        SheetStatus.CHANGES_REQUESTED: _(
            "A coordinator has asked for changes: see the comment. Make them and send it again."
        ),
        SheetStatus.PUBLISHED: _(
            "It is online. You can go on writing at any time: what is online stays until the new version is approved."
        ),
        SheetStatus.PUBLISHED_WITH_CHANGES: _(
            "It is online as it was approved. Your later changes are kept here; "
            "send them to the coordinators to have them published."
        ),
        SheetStatus.UNPUBLISHED: _("It was online and is no longer. You can change it and send it again."),
    }[sheet.status]


@register.simple_tag
def history_entry(entry, sheet) -> dict:
    """Return title, user name and comment of a log entry, as shown to the author."""
    is_own = entry.user_id is not None and entry.user_id == sheet.owner_id
    titles = {
        "wagtail.create": _("Begun"),
        "wagtail.workflow.start": _("Sent to the coordinators"),
        "wagtail.workflow.resume": _("Sent again"),
        "wagtail.workflow.reject": _("Changes asked for"),
        "wagtail.workflow.approve": _("Approved"),
        "wagtail.workflow.cancel": _("Taken back") if is_own else _("Review ended"),
        "wagtail.publish": _("Published"),
        "wagtail.unpublish": _("Taken offline"),
    }
    by = "" if is_own or not entry.user else entry.user.display_name
    return {"title": titles[entry.action], "by": by, "comment": entry.data.get("comment", "") if entry.data else ""}
