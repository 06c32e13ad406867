"""Fetching mails by command: handled mails are moved, mails that could not be handled remain, and none is lost."""

import os
from datetime import timedelta
from mailbox import Maildir

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.website.replies.conftest import MAILS, addressed, answers, delivered
from tests.website.replies.imap_server import Server
from website.replies import mailboxes

pytestmark = pytest.mark.django_db


def raw(address: str, message_id: str, body: str = "Yes.") -> bytes:
    head = f"From: camille@example.org\nTo: {address}\nSubject: Re: Heat\nMessage-ID: <{message_id}@mail.example.org>\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".replace("\n", "\r\n").encode()


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def server():
    with Server() as server:
        yield server


def fetch(capsys, **source) -> str:
    """Run the command and return its output."""
    call_command("receive_mail", **source)
    return capsys.readouterr().out


def test_a_maildir_is_emptied_into_its_folder_of_handled_mails(maildir, address, capsys):
    (maildir / "new" / "1.a.host").write_bytes(raw(address, "one"))
    (maildir / "cur" / "2.b.host:2,RS").write_bytes(raw(address, "two", "No."))
    (maildir / "new" / "3.c.host").write_bytes(raw(address, "one"))
    assert fetch(capsys, maildir=maildir) == "again: 1\nposted: 2\n"
    assert [row["text"] for row in delivered()] == ["Yes.", "No."]
    handled = [message["Message-ID"] for message in Maildir(maildir).get_folder("Handled")]
    assert sorted(handled) == ["<one@mail.example.org>", "<one@mail.example.org>", "<two@mail.example.org>"]
    assert [path for name in ("new", "cur", "tmp") for path in (maildir / name).iterdir()] == []
    assert [fetch(capsys, maildir=maildir), len(delivered())] == ["", 2]


def test_a_mail_whose_handler_fails_remains_and_is_tried_again(maildir, address, organisation, capsys):
    other = addressed((MAILS / "automatic" / "bounce-postfix.eml").read_text(), address)
    (maildir / "new" / "1.a.host").write_bytes(raw(address, "one"))
    (maildir / "new" / "2.b.host").write_text(other)
    organisation.city = "Broken"
    organisation.save()
    with pytest.raises(CommandError, match="1 could not be handled and stay in the mailbox"):
        fetch(capsys, maildir=maildir)
    assert capsys.readouterr().out == "automatic: 1\nfailed: 1\n"
    assert [[path.name for path in (maildir / "new").iterdir()], delivered()] == [["1.a.host"], []]
    organisation.city = "Ostheim"
    organisation.save()
    assert [fetch(capsys, maildir=maildir), len(delivered())] == ["posted: 1\n", 1]


def test_handled_mails_are_deleted_after_thirty_days(maildir, address, capsys):
    (maildir / "new" / "1.a.host").write_bytes(raw(address, "one"))
    fetch(capsys, maildir=maildir)
    [kept] = (maildir / ".Handled" / "new").iterdir()
    for days, is_there in ((29, True), (31, False)):
        moment = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(kept, (moment, moment))
        fetch(capsys, maildir=maildir)
        assert kept.exists() == is_there


def test_a_mail_that_is_too_large_is_answered_after_reading_its_beginning(maildir, address, capsys, monkeypatch):
    monkeypatch.setattr(mailboxes, "MAX_BYTES", 5000)
    monkeypatch.setattr(mailboxes, "HEAD_BYTES", 1000)
    (maildir / "new" / "1.a.host").write_bytes(raw(address, "one", "word " * 2000))
    assert fetch(capsys, maildir=maildir) == "over_long: 1\n"
    assert [delivered(), [row.data["reason"] for row in answers()]] == [[], ["over_long"]]


def test_a_handled_mail_is_moved_completely(maildir, address, capsys):
    mail = raw(address, "one", "Oui, à 8 bar. " * 1000)
    (maildir / "new" / "1.a.host").write_bytes(mail)
    (maildir / "new" / ".hidden").write_bytes(raw(address, "two"))
    assert fetch(capsys, maildir=maildir) == "posted: 1\n"
    [path] = (maildir / ".Handled" / "new").iterdir()
    # The mailbox module stores mails with the line ends of the platform.
    assert path.read_bytes() == mail.replace(b"\r\n", b"\n")
    assert [path.name for path in (maildir / "new").iterdir()] == [".hidden"]


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_that_is_no_maildir_is_an_error(tmp_path, name):
    with pytest.raises(CommandError, match="is not a Maildir"):
        call_command("receive_mail", maildir=tmp_path / name)


def test_an_imap_folder_is_emptied_into_its_folder_of_handled_mails(server, address, capsys):
    for number, text in enumerate(("Yes.", "No.")):
        server.mailbox.put(raw(address, f"{number}", text))
    assert fetch(capsys, imap=server.url) == "posted: 2\n"
    assert [row["text"] for row in delivered()] == ["Yes.", "No."]
    assert {name: len(mails) for name, mails in server.mailbox.folders.items()} == {"INBOX": 0, "INBOX/Handled": 2}
    assert [fetch(capsys, imap=server.url), len(delivered())] == ["", 2]


def test_the_url_can_name_another_folder(server, address, capsys):
    server.mailbox.folders["Site/Replies"] = {}
    server.mailbox.put(raw(address, "one"))
    server.mailbox.put(raw(address, "two", "No."), "Site/Replies")
    assert fetch(capsys, imap=f"{server.url}/Site/Replies") == "posted: 1\n"
    assert [len(server.mailbox.folders[name]) for name in ("INBOX", "Site/Replies", "Site/Replies/Handled")] == [
        1,
        0,
        1,
    ]


def test_a_mail_on_imap_that_could_not_be_handled_remains(server, address, organisation, capsys):
    organisation.city = "Broken"
    organisation.save()
    server.mailbox.put(raw(address, "one"))
    server.mailbox.put(raw(address, "two", "") + b"\0\r\n")
    with pytest.raises(CommandError, match="stay in the mailbox"):
        fetch(capsys, imap=server.url)
    assert [len(mails) for mails in server.mailbox.folders.values()] == [1, 1]


def test_a_mail_on_imap_that_is_too_large_is_answered_after_reading_its_beginning(server, address, capsys, monkeypatch):
    monkeypatch.setattr(mailboxes, "MAX_BYTES", 5000)
    monkeypatch.setattr(mailboxes, "HEAD_BYTES", 1000)
    server.mailbox.put(raw(address, "one", "word " * 2000))
    assert fetch(capsys, imap=server.url) == "over_long: 1\n"


def test_handled_mails_on_imap_are_deleted_after_thirty_days(server, address, capsys):
    server.mailbox.folders["INBOX/Handled"] = {7: b"old"}
    fetch(capsys, imap=server.url)
    assert server.mailbox.folders["INBOX/Handled"] == {}


def test_without_a_url_the_setting_is_used(server, address, capsys, settings):
    settings.REPLY_IMAP_URL = server.url
    server.mailbox.put(raw(address, "one"))
    call_command("receive_mail", "--imap")
    assert capsys.readouterr().out == "posted: 1\n"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "imaps://mail.example.org/INBOX",
        "imap://replies:secret@mail.example.org/INBOX",
        "https://replies:secret@mail.example.org",
        "imaps://replies:secret@mail.example.org:x/",
        "imap://replies:secret@127.0.0.1:1/",
    ],
)
def test_the_error_for_an_invalid_url_does_not_contain_the_password(url):
    with pytest.raises(CommandError, match=r"The mailbox could not be read: ") as refused:
        call_command("receive_mail", imap=url)
    assert "secret" not in str(refused.value)


def test_a_wrong_password_and_a_missing_folder_are_errors(server):
    for url in (server.url.replace("s3cret", "wrong"), f"{server.url}/Nowhere"):
        with pytest.raises(CommandError, match="The mailbox could not be read"):
            call_command("receive_mail", imap=url)
    assert "LOGOUT" in server.mailbox.commands
