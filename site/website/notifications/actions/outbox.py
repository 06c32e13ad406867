"""How a mail leaves, once: claimed, handed over, marked.

A worker that dies before it hands a mail over has sent nothing, and one that dies after it has marked it sends nothing
again. In between there is no knowing: the claim lapses, and the mail leaves once more under the same Message-ID.
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
# What these say opens an account: it is forgotten once it has left.
SECRET_KINDS = {"account"}


def send(notification_pk: int) -> bool:
    """Mail one notification, once, in its recipient's language. True when it left now.

    Nothing leaves that its person wants later, or may no longer be told.
    """
    rows = Notification.objects.filter(pk=notification_pk)
    if not rows.due_at_once().claim():
        return False
    row = rows.select_related("recipient").get()
    stop = (
        None
        if notices.notice_for(row.kind).is_essential
        else SuppressedAddress.objects.among([row.addressee.email]).first()
    )
    if stop:
        mark_bounced(rows, stop.reason)
        return False
    forgotten = {"data": {}} if row.kind in SECRET_KINDS else {}
    return deliver(rows, row.addressee.email, lambda: _letter(row), **forgotten)


def _letter(row: Notification) -> EmailMessage | None:
    prefetch_for_lines([row])
    return mails.notification_mail(row) if row.pk in still_relevant([row]) else None


def deliver(rows, address: str, compose: Callable[[], EmailMessage | None], **afterwards) -> bool:
    """Send what is composed for the one outgoing row in `rows`, which is claimed; None: there is nothing left to say.

    Where the mail server fails the row goes back to the outbox, and `manage.py send_notifications` tries again. Where
    it refuses the address for good, the row has bounced.
    """
    try:
        mail = compose()
        if mail is None:
            rows.withhold()
            return False
        mail.send()
    except Exception as error:  # any mail provider's own exception: the act must stand whatever happens to its mail
        if reason := refusal(error):
            mark_bounced(rows, reason)
            if is_permanent_failure(error, reason):
                suppress_address(address, SuppressionReason.BOUNCED, reason)
        else:
            what = rows.model._meta.object_name
            logger.exception("%s %s could not be mailed and stays in the outbox.", what, list(rows.values_list("pk")))
        rows.update(claimed_at=None)
        return False
    rows.update(sent_at=timezone.now(), message_id=_message_id(mail), **afterwards)
    return True


def mark_bounced(rows, reason: str) -> None:
    """The mails of these rows never arrive, as a mail server says in `reason`; the first to say so is kept."""
    rows.filter(bounced_at=None).update(bounced_at=timezone.now(), bounce_reason=" ".join(reason.split())[:300])


def _message_id(mail) -> str:
    """What a mail provider calls it, where one sent it."""
    found = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return str(found or mail.extra_headers["Message-ID"])[:255]
