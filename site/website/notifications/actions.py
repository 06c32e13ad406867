"""The one way to tell somebody something."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from website.notifications.models import Notification
from website.notifications.tasks import send_notification

logger = logging.getLogger(__name__)


def notify(recipients, kind: str, target=None, **data) -> list[Notification]:
    """Write a row for each recipient in the caller's transaction; each is mailed once it has committed.

    `data` must be JSON; texts in it that depend on the reader's language belong in the templates instead. An address
    in it as `reply_to` is where an answer to the mail goes.
    """
    rows = [Notification(recipient=person, kind=kind, target=target, data=data) for person in recipients]
    for row in rows:
        row.save()
        transaction.on_commit(lambda pk=row.pk: send_notification.enqueue(pk))
    return rows


def send(notification_pk: int) -> bool:
    """Mail one notification, once, in its recipient's language. True when it left now.

    The row is claimed first, so two workers never send it twice. Where the mail server fails the row goes
    back to the outbox, and `manage.py send_notifications` tries again; where the worker dies in between, the
    claim lapses after ten minutes.
    """
    rows = Notification.objects.filter(pk=notification_pk)
    if not rows.unsent().update(claimed_at=timezone.now()):
        return False
    try:
        _mail(rows.select_related("recipient").get()).send()
    except Exception:  # any mail provider's own exception: the act must stand whatever happens to its mail
        logger.exception("Notification %s could not be mailed and stays in the outbox.", notification_pk)
        rows.update(claimed_at=None)
        return False
    rows.update(sent_at=timezone.now())
    return True


def _mail(row: Notification) -> EmailMultiAlternatives:
    person = row.recipient
    with translation.override(person.language), timezone.override(person.time_zone):
        context = {
            "recipient": person,
            "target": row.target,
            "data": row.data,
            "site_name": settings.SITE_NAME,
            "base_url": settings.BASE_URL,
            "language": person.language,
        }
        subject = " ".join(render_to_string(f"emails/{row.kind}.subject.txt", context).split())
        text = render_to_string(f"emails/{row.kind}.txt", context)
        html = render_to_string(f"emails/{row.kind}.html", context)
    mail = EmailMultiAlternatives(
        subject,
        text,
        to=[person.email],
        reply_to=[row.data["reply_to"]] if "reply_to" in row.data else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail
