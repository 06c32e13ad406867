"""The one way to tell somebody something."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from website.notifications.models import Notification, Stranger, Telling
from website.notifications.tasks import send_notification

logger = logging.getLogger(__name__)
# What these say opens an account: it is forgotten once it has left.
SECRET_KINDS = {"account"}


def notify(recipients, kind: str, target=None, *, at_once: bool = True, **data) -> list[Notification]:
    """Write a row for each recipient in the caller's transaction; each is mailed once it has committed.

    Recipients are accounts, a `Stranger` who has none, or a `Telling` that says more of either. `data` must be JSON; texts in it that depend on the reader's
    language belong in the templates instead. `at_once=False` leaves the mailing to `manage.py send_notifications`:
    for so many that a request could not wait for the mail server.
    An address in `data` as `reply_to` is where an answer to the mail goes.
    """
    rows = [Notification(**_addressed(person), kind=kind, target=target, data=data) for person in recipients]
    for row in rows:
        row.save()
        if at_once:
            transaction.on_commit(lambda pk=row.pk: send_notification.enqueue(pk))
    return rows


def _addressed(person) -> dict:
    if isinstance(person, Telling):
        said = {name: getattr(person, name) for name in ("because", "because_of", "is_direct", "pace")}
        return {**_addressed(person.person), **said}
    if isinstance(person, Stranger):
        return {"address": person.email, "language": person.language, "name": person.name}
    return {"recipient": person}


def take_back(row: Notification) -> bool:
    """What has not left and is in nobody's hands never leaves. True where that was so."""
    return bool(Notification.objects.filter(pk=row.pk).unsent().delete()[0])


def send(notification_pk: int) -> bool:
    """Mail one notification, once, in its recipient's language. True when it left now.

    The row is claimed first, so two workers never send it twice. Where the mail server fails the row goes
    back to the outbox, and `manage.py send_notifications` tries again; where the worker dies in between, the
    claim lapses after ten minutes. Where it refuses the address for good, the row has bounced.
    """
    rows = Notification.objects.filter(pk=notification_pk)
    if not rows.unsent().update(claimed_at=timezone.now()):
        return False
    try:
        row = rows.select_related("recipient").get()
        mail = _mail(row)
        mail.send()
    except Exception as error:  # any mail provider's own exception: the act must stand whatever happens to its mail
        if reason := _refusal(error):
            mark_bounced(rows, reason)
        else:
            logger.exception("Notification %s could not be mailed and stays in the outbox.", notification_pk)
        rows.update(claimed_at=None)
        return False
    forgotten = {"data": {}} if row.kind in SECRET_KINDS else {}
    rows.update(sent_at=timezone.now(), message_id=_message_id(mail), **forgotten)
    return True


def mark_bounced(rows, reason: str) -> None:
    """The mails of these rows never arrive, as a mail server says in `reason`; the first to say so is kept."""
    rows.filter(bounced_at=None).update(bounced_at=timezone.now(), bounce_reason=" ".join(reason.split())[:300])


def _refusal(error: Exception) -> str:
    """Why the address is refused for good; nothing where it may be taken later (4xx of RFC 5321) or all is down."""
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return str(error)
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    if any(code < 500 for code, _words in answers):
        return ""
    return " ".join(
        f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}" for code, words in answers
    )


def _message_id(mail) -> str:
    """What a mail provider will call it, where one sent it."""
    found = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return "" if found is None else str(found)


def _headers(row: Notification) -> dict[str, str]:
    """Nobody's out-of-office note shall answer. What answers a mail (`data["in_reply_to"]`) says which (RFC 3834)."""
    if "in_reply_to" not in row.data:
        return {"Auto-Submitted": "auto-generated"}
    thread = {"In-Reply-To": row.data["in_reply_to"], "References": row.data["references"]}
    return {"Auto-Submitted": "auto-replied", **thread}


def _mail(row: Notification) -> EmailMultiAlternatives:
    person = row.addressee
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
        headers=_headers(row),
    )
    mail.attach_alternative(html, "text/html")
    return mail
