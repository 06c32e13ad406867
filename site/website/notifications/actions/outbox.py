"""Send the mails of the outbox: claim the row, send the mail, mark the row as sent.

A mail is sent at least once. If a worker dies between sending and marking, the claim expires and the mail is sent again
under the same Message-ID.
"""

import logging
from collections.abc import Callable

from django.core.mail import EmailMessage
from django.utils import timezone

from website.notifications import mails, notices
from website.notifications.actions.suppression import is_permanent_failure, refusal, suppress_address
from website.notifications.enums import SuppressionReason
from website.notifications.lines import prefetch_for_lines, still_relevant
from website.notifications.models import Notification, SuppressedAddress

logger = logging.getLogger(__name__)
# These mails contain links that give access to an account, so their content is deleted once they are sent.
SECRET_KINDS = {"account"}


def send(notification_pk: int) -> bool:
    """Send the mail of one notification in its recipient's language; return whether it was sent by this call.

    Nothing is sent if the recipient prefers a digest or no mail, or if the notification is no longer relevant.
    """
    rows = Notification.objects.filter(pk=notification_pk)
    if not rows.due_at_once().claim():
        return False
    row = rows.select_related("recipient").get()
    suppression = (
        None
        if notices.notice_for(row.kind).is_essential
        else SuppressedAddress.objects.among([row.addressee.email]).first()
    )
    if suppression:
        mark_bounced(rows, suppression.reason)
        return False
    cleared = {"data": {}} if row.kind in SECRET_KINDS else {}
    return deliver(rows, row.addressee.email, lambda: _compose(row), **cleared)


def _compose(row: Notification) -> EmailMessage | None:
    prefetch_for_lines([row])
    return mails.notification_mail(row) if row.pk in still_relevant([row]) else None


def deliver(rows, address: str, compose: Callable[[], EmailMessage | None], **afterwards) -> bool:
    """Compose and send the mail of the single claimed row in the queryset `rows`; return whether it was sent.

    `compose` returns None if the row is no longer relevant, which withholds it. `afterwards` are fields to update once
    the mail is sent. If the mail server fails, the row returns to the outbox and `manage.py send_notifications` tries
    again. If it refuses the mail permanently, the row is marked as bounced.
    """
    try:
        mail = compose()
        if mail is None:
            rows.withhold()
            return False
        mail.send()
    except Exception as error:  # each provider raises its own exceptions, and none may undo the action
        if reason := refusal(error):
            mark_bounced(rows, reason)
            if is_permanent_failure(error, reason):
                suppress_address(address, SuppressionReason.BOUNCED, reason)
        else:
            name = rows.model._meta.object_name
            logger.exception("%s %s could not be mailed and stays in the outbox.", name, list(rows.values_list("pk")))
        rows.update(claimed_at=None)
        return False
    rows.update(sent_at=timezone.now(), message_id=_message_id(mail), **afterwards)
    return True


def mark_bounced(rows, reason: str) -> None:
    """Mark rows as bounced with the answer of a mail server; rows that have bounced before keep their reason."""
    rows.filter(bounced_at=None).update(bounced_at=timezone.now(), bounce_reason=" ".join(reason.split())[:300])


def _message_id(mail) -> str:
    """Return the ID that the mail provider assigned, else our Message-ID."""
    found = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return str(found or mail.extra_headers["Message-ID"])[:255]
