"""Compose the mails of notifications and digests, in the recipient's language and time zone."""

from email.header import Header
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from website.notifications import notices
from website.notifications.lines import PLAIN, deduplicated, line_for
from website.notifications.unsubscribe_links import DIGESTS, UnsubscribeLink


def host() -> str:
    """Return the domain of Message-IDs and List-IDs: that of `BASE_URL` if public, else that of the sender."""
    name = urlsplit(settings.BASE_URL).hostname or ""
    return name if "." in name else parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def notification_mail(row) -> EmailMultiAlternatives:
    """Compose the mail of one notification. A kind without templates of its own shows its line."""
    notice, person = notices.notice_for(row.kind), row.addressee
    with translation.override(person.language), timezone.override(person.time_zone):
        unsubscribe_link = UnsubscribeLink.of_row(row)
        context = _context(person, unsubscribe_link, has_choice=not notice.is_letter) | {
            "target": row.target,
            "reason_object": row.reason_object,
            "data": row.data,
            "reason": "" if notice.is_letter else row.reason,
        }
        if notice.line:
            context["line"] = notice.line(row)
        reply_to = context["reply_to"] = row.data.get("reply_to") or notice.reply_to(row)
        headers = {**_headers(row, unsubscribe_link), **_thread(notice.thread(row)), **_list_id(notice.list_id(row))}
        return _mail(row.kind, context, reply_to, headers | notice.headers(row))


def digest_mail(digest, rows, has_more: bool) -> EmailMultiAlternatives:
    """Compose a digest of `rows`, grouped and deduplicated. `has_more`: some are left out and shown on the site only."""
    person = digest.recipient
    with translation.override(person.language), timezone.override(person.time_zone):
        unsubscribe_link = UnsubscribeLink(person.pk, DIGESTS)
        lines = [(line_for(row), row) for row in deduplicated(rows)]
        context = _context(person, unsubscribe_link, has_choice=True) | {
            "groups": _grouped(lines),
            "first": lines[0][0].title,
            "others": len(lines) - 1,
            "has_more": has_more,
            "page_url": settings.BASE_URL + reverse("my_notifications"),
        }
        headers = _headers(digest, unsubscribe_link) | _list_id(("digest", settings.SITE_NAME))
        return _mail("digest", context, "", headers)


def _grouped(lines) -> list[dict]:
    groups = {}
    for line, row in lines:
        group = groups.setdefault(line.group, {"name": line.group, "url": line.group_url, "entries": []})
        group["entries"].append({"line": line, "row": row, "reason": row.reason})
    return list(groups.values())


def _context(person, unsubscribe_link, *, has_choice: bool) -> dict:
    return {
        "recipient": person,
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "language": person.language,
        "settings_url": settings.BASE_URL + reverse("notification_settings") if has_choice else "",
        "unsubscribe_url": unsubscribe_link.url if unsubscribe_link else "",
        "reason": "",
    }


def _mail(kind: str, context: dict, reply_to: str, headers: dict) -> EmailMultiAlternatives:
    subject, text, html = (
        render_to_string([f"emails/{kind}.{part}", f"{PLAIN}.{part}"], context)
        for part in ("subject.txt", "txt", "html")
    )
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        to=[context["recipient"].email],
        reply_to=[reply_to] if reply_to else None,
        headers=headers,
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _headers(outgoing, unsubscribe_link) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{outgoing.mail_name}@{host()}>"}
    if unsubscribe_link:
        headers["List-Unsubscribe"] = f"<{unsubscribe_link.url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _thread(name: str) -> dict[str, str]:
    """Make all mails of a thread refer to one that is never sent, so that mail programs group them in any order."""
    return {"References": f"<{name}@{host()}>", "In-Reply-To": f"<{name}@{host()}>"} if name else {}


def _list_id(list_id: tuple[str, str] | None) -> dict[str, str]:
    """Return the List-Id header (RFC 2919). Only the title is encoded, not the identifier."""
    if not list_id:
        return {}
    name, title = list_id
    title = " ".join(title.split())
    if title.isascii():
        words = '"{}"'.format(title.replace("\\", "").replace('"', "'"))
    else:
        words = " ".join(part.strip() for part in Header(title, "utf-8").encode().splitlines())
    return {"List-Id": f"{words} <{name}.{host()}>"}
