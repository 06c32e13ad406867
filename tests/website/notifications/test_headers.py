"""What the head of a mail says to mail programs."""

from email.header import decode_header, make_header

import pytest

from website.notifications.actions import notify, send
from website.notifications.models import Digest, Notification, Recipient

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(news, mailoutbox, settings):
    """The headers of a mail about news that leaves alone, as they go over the wire."""
    settings.BASE_URL = "https://network.example.org"

    def make(person, kind="tidings", target=None, data=None, **said):
        [row] = notify(
            [Recipient(person, **{"pace": "at_once", **said})], kind, target or news(), at_once=False, **data or {}
        )
        assert send(row.pk) is True
        return mailoutbox[-1].message()

    return make


def test_mails_of_one_thread_name_the_same_mail_before_them(somebody, news, head):
    page = news()
    first, second = head(somebody, target=page), head(somebody, target=page)
    other = head(somebody, target=news())
    root = f"<news-{page.pk}@network.example.org>"
    assert [first["References"], first["In-Reply-To"], second["References"]] == [root] * 3
    assert other["References"] != root
    assert len({message["Message-ID"] for message in (first, second, other)}) == 3
    assert first["Message-ID"].endswith("@network.example.org>")


def test_what_one_follows_has_a_list_and_a_way_out_in_one_click(somebody, head):
    message = head(somebody, is_direct=False, reason_kind="followed")
    words, _sep, name = message["List-Id"].rpartition(" ")
    assert [name, str(make_header(decode_header(words)))] == [
        "<news.network.example.org>",
        "Énergie & „Wärme“ der ganzen langen Grenzregion zwischen Rhein und Maas",
    ]
    assert message["List-Unsubscribe"].startswith("<https://network.example.org/de/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [message["Auto-Submitted"], message["Precedence"]] == ["auto-generated", None]
    assert message.get_payload()[0].get_content_type() == "text/plain"


def test_what_is_addressed_to_somebody_has_no_way_out_but_says_where_to_choose(somebody, head, mailoutbox):
    message = head(somebody, reason_kind="mentioned")
    assert [message["List-Unsubscribe"], message["List-Unsubscribe-Post"]] == [None, None]
    assert "https://network.example.org/de/my/notifications/settings/" in mailoutbox[0].body
    assert "/unsubscribe/" not in mailoutbox[0].body


def test_a_letter_has_neither(somebody, head, mailoutbox):
    data = {"sender": "Amélie", "subject": "Hallo", "message": "Text", "reply_to": "a@example.org", "is_checked": True}
    message = head(somebody, "member-message", data=data)
    assert [message["Reply-To"], message["List-Id"], message["References"]] == ["a@example.org", None, None]
    assert "/my/notifications/settings/" not in mailoutbox[0].body


def test_an_answer_goes_where_the_kind_says(somebody, head, tidings):
    object.__setattr__(tidings, "reply_to", lambda row: f"reply+{row.pk}@example.org")
    object.__setattr__(tidings, "headers", lambda row: {"Auto-Submitted": "auto-replied"})
    message = head(somebody)
    row = Notification.objects.get()
    assert [message["Reply-To"], message["Auto-Submitted"]] == [f"reply+{row.pk}@example.org", "auto-replied"]
    assert row.message_id == message["Message-ID"]


def test_a_digest_has_a_name_a_list_and_a_way_out(somebody, news, follows, deliver, mailoutbox):
    follows(somebody, target=news())
    deliver()
    message, digest = mailoutbox[0].message(), Digest.objects.get()
    # Where the site has no public name the sender's is taken.
    assert message["Message-ID"] == f"<digest-{digest.pk}-{int(digest.created_at.timestamp())}@example.org>"
    assert [message["List-Id"], message["Auto-Submitted"]] == [
        '"Boucles Grand Est" <digest.example.org>', "auto-generated"
    ]  # fmt: skip
    assert message["List-Unsubscribe"].startswith(f"<http://localhost:8000/de/unsubscribe/{somebody.pk}-digests.")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"][1:-1] in mailoutbox[0].body


def test_a_kind_without_templates_of_its_own_says_its_line(somebody, head, mailoutbox):
    head(somebody, data={"words": "Was <b>fehlt</b>?"})
    assert mailoutbox[0].subject == "Chaleur de Kehl"
    assert "Chaleur de Kehl (Amélie Weber)\n\nWas <b>fehlt</b>?\n" in mailoutbox[0].body
    assert "Was &lt;b&gt;fehlt&lt;/b&gt;?" in mailoutbox[0].alternatives[0].content
