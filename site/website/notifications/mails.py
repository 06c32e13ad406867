"""The mails that tell people something: one notification, or a digest of many; in their language and time zone."""

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
    """The right half of what we call our mails and lists: the site's name, where it has a public one."""
    name = urlsplit(settings.BASE_URL).hostname or ""
    return name if "." in name else parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def notification_mail(row) -> EmailMultiAlternatives:
    """One notification, alone. A kind without templates of its own says its line."""
    notice, person = notices.notice_for(row.kind), row.addressee
    with translation.override(person.language), timezone.override(person.time_zone):
        way_out = UnsubscribeLink.of_row(row)
        context = _context(person, way_out, has_choice=not notice.is_letter) | {
            "target": row.target,
            "reason_object": row.reason_object,
            "data": row.data,
            "reason": "" if notice.is_letter else row.reason,
        }
        if notice.line:
            context["line"] = notice.line(row)
        reply_to = context["reply_to"] = row.data.get("reply_to") or notice.reply_to(row)
        headers = {**_headers(row, way_out), **_thread(notice.thread(row)), **_list_id(notice.list_id(row))}
        return _mail(row.kind, context, reply_to, headers | notice.headers(row))


def digest_mail(digest, rows, has_more: bool) -> EmailMultiAlternatives:
    """Everything that waited for somebody, grouped, each thing once; `has_more`: the site has what is left out."""
    person = digest.recipient
    with translation.override(person.language), timezone.override(person.time_zone):
        way_out = UnsubscribeLink(person.pk, DIGESTS)
        lines = [(line_for(row), row) for row in deduplicated(rows)]
        context = _context(person, way_out, has_choice=True) | {
            "groups": _grouped(lines),
            "first": lines[0][0].title,
            "others": len(lines) - 1,
            "has_more": has_more,
            "page_url": settings.BASE_URL + reverse("my_notifications"),
        }
        headers = _headers(digest, way_out) | _list_id(("digest", settings.SITE_NAME))
        return _mail("digest", context, "", headers)


def _grouped(lines) -> list[dict]:
    groups = {}
    for line, row in lines:
        group = groups.setdefault(line.group, {"name": line.group, "url": line.group_url, "told": []})
        group["told"].append({"line": line, "row": row, "reason": row.reason})
    return list(groups.values())


def _context(person, way_out, *, has_choice: bool) -> dict:
    return {
        "recipient": person,
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "language": person.language,
        "settings_url": settings.BASE_URL + reverse("notification_settings") if has_choice else "",
        "unsubscribe_url": way_out.url if way_out else "",
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


def _headers(outgoing, way_out) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{outgoing.mail_name}@{host()}>"}
    if way_out:
        headers["List-Unsubscribe"] = f"<{way_out.url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _thread(name: str) -> dict[str, str]:
    """All mails of a thread answer one that was never sent, so each finds the others whichever of them arrived."""
    return {"References": f"<{name}@{host()}>", "In-Reply-To": f"<{name}@{host()}>"} if name else {}


def _list_id(named: tuple[str, str] | None) -> dict[str, str]:
    """RFC 2919: the name for people is encoded, the one for machines is not."""
    if not named:
        return {}
    name, title = named
    title = " ".join(title.split())
    if title.isascii():
        words = '"{}"'.format(title.replace("\\", "").replace('"', "'"))
    else:
        words = " ".join(part.strip() for part in Header(title, "utf-8").encode().splitlines())
    return {"List-Id": f"{words} <{name}.{host()}>"}
