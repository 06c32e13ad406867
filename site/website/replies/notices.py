"""What whoever answered by mail is told when that was no reply."""

from django.utils.translation import gettext_lazy as _

from website.notifications.notices import Notice, register_notice


def _headers(row) -> dict[str, str]:
    """It answers a mail and says which (RFC 3834)."""
    if "in_reply_to" not in row.data:
        return {}
    thread = {"In-Reply-To": row.data["in_reply_to"], "References": row.data["references"]}
    return {"Auto-Submitted": "auto-replied", **thread}


register_notice(
    Notice("reply-refused", _("Letters"), still=lambda rows: {row.pk for row in rows}, headers=_headers, is_letter=True)
)
