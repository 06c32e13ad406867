"""The notification that a mail was not posted, or not completely."""

from django.utils.translation import gettext_lazy as _

from website.notifications.notices import Notice, register_notice


def _headers(row) -> dict[str, str]:
    """Return the headers of an automatic reply to the mail (RFC 3834)."""
    if "in_reply_to" not in row.data:
        return {}
    thread = {"In-Reply-To": row.data["in_reply_to"], "References": row.data["references"]}
    return {"Auto-Submitted": "auto-replied", **thread}


register_notice(
    Notice(
        "reply-refused",
        _("Replies by email"),
        still=lambda rows: {row.pk for row in rows},
        headers=_headers,
        is_letter=True,
    )
)
