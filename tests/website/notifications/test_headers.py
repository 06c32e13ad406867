"""The headers of mails."""

from email.header import decode_header, make_header

import pytest

from website.notifications.actions import notify, send
from website.notifications.models import Digest, Notification, Recipient

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(news, mailoutbox, settings):
    """Send a mail about news and return its serialised message."""
    settings.BASE_URL = "https://network.example.org"

    def make(person, kind="tidings", target=None, data=None, **fields):
        [row] = notify(
            [Recipient(person, **{"pace": "at_once", **fields})], kind, target or news(), at_once=False, **data or {}
        )
        assert send(row.pk) is True
        return mailoutbox[-1].message()

    return make


def test_mails_of_one_thread_refer_to_the_same_message_id(jonas, news, head):
    page = news()
    first, second = head(jonas, target=page), head(jonas, target=page)
    other = head(jonas, target=news())
    root = f"<news-{page.pk}@network.example.org>"
    assert [first["References"], first["In-Reply-To"], second["References"]] == [root] * 3
    assert other["References"] != root
    assert len({message["Message-ID"] for message in (first, second, other)}) == 3
    assert first["Message-ID"].endswith("@network.example.org>")


def test_a_followed_notification_has_list_headers_and_one_click_unsubscribe(jonas, head):
    message = head(jonas, is_direct=False, reason_kind="followed")
    words, _sep, name = message["List-Id"].rpartition(" ")
    assert [name, str(make_header(decode_header(words)))] == [
        "<news.network.example.org>",
        "Énergie & „Wärme“ der ganzen langen Grenzregion zwischen Rhein und Maas",
    ]
    assert message["List-Unsubscribe"].startswith("<https://network.example.org/de/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [message["Auto-Submitted"], message["Precedence"]] == ["auto-generated", None]
    assert message.get_payload()[0].get_content_type() == "text/plain"


def test_a_direct_notification_has_no_unsubscribe_header_but_links_to_the_settings(jonas, head, mailoutbox):
    message = head(jonas, reason_kind="mentioned")
    assert [message["List-Unsubscribe"], message["List-Unsubscribe-Post"]] == [None, None]
    assert "https://network.example.org/de/my/notifications/settings/" in mailoutbox[0].body
    assert "/unsubscribe/" not in mailoutbox[0].body


def test_a_letter_has_no_list_headers_and_no_link_to_the_settings(jonas, head, mailoutbox):
    data = {"sender": "Amélie", "subject": "Hallo", "message": "Text", "reply_to": "a@example.org", "is_checked": True}
    message = head(jonas, "member-message", data=data)
    assert [message["Reply-To"], message["List-Id"], message["References"]] == ["a@example.org", None, None]
    assert "/my/notifications/settings/" not in mailoutbox[0].body


def test_a_kind_can_set_reply_to_and_headers(jonas, head, news_notice):
    object.__setattr__(news_notice, "reply_to", lambda row: f"reply+{row.pk}@example.org")
    object.__setattr__(news_notice, "headers", lambda row: {"Auto-Submitted": "auto-replied"})
    message = head(jonas)
    row = Notification.objects.get()
    assert [message["Reply-To"], message["Auto-Submitted"]] == [f"reply+{row.pk}@example.org", "auto-replied"]
    assert row.message_id == message["Message-ID"]


def test_a_digest_has_message_id_list_id_and_unsubscribe_headers(
    jonas, news, notify_followers, run_digests, mailoutbox
):
    notify_followers(jonas, target=news())
    run_digests()
    message, digest = mailoutbox[0].message(), Digest.objects.get()
    # Without a public host name, the domain of the sender is used.
    assert message["Message-ID"] == f"<digest-{digest.pk}-{int(digest.created_at.timestamp())}@example.org>"
    assert [message["List-Id"], message["Auto-Submitted"]] == [
        '"Boucles Grand Est" <digest.example.org>', "auto-generated"
    ]  # fmt: skip
    assert message["List-Unsubscribe"].startswith(f"<http://localhost:8000/de/unsubscribe/{jonas.pk}-digests.")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"][1:-1] in mailoutbox[0].body


def test_a_kind_without_templates_mails_its_line(jonas, head, mailoutbox):
    head(jonas, data={"words": "Was <b>fehlt</b>?"})
    assert mailoutbox[0].subject == "Chaleur de Kehl"
    assert "Chaleur de Kehl (Amélie Weber)\n\nWas <b>fehlt</b>?\n" in mailoutbox[0].body
    assert "Was &lt;b&gt;fehlt&lt;/b&gt;?" in mailoutbox[0].alternatives[0].content
