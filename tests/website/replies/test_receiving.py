"""Whose mails are posted, who hears why theirs is not, and who hears nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.website.replies.conftest import Broken, answers, delivered, letter, person
from website.notifications.models import Notification
from website.replies.actions import receive
from website.replies.addresses import reply_address
from website.replies.models import InboundMail

pytestmark = pytest.mark.django_db


def told() -> list[list[str]]:
    return [[row.recipient.email, row.data["reason"]] for row in answers()]


def test_a_reply_is_posted_once_and_nothing_of_it_is_kept(address, camille):
    assert receive(letter(address)) == "posted"
    assert delivered() == [{"text": "Yes, forty tonnes.", "files": [], "id": "one@mail.example.org"}]
    [kept] = InboundMail.objects.values()
    assert {name: kept[name] for name in ("message_id", "outcome", "user_id", "answered_at")} == {
        "message_id": "one@mail.example.org", "outcome": "posted", "user_id": camille.pk, "answered_at": None
    }  # fmt: skip
    assert answers() == []


def test_the_same_mail_brought_again_is_not_posted_again(address):
    assert [receive(letter(address)), receive(letter(address)), len(delivered())] == ["posted", None, 1]
    assert receive(letter(address, Message_ID="<two@mail.example.org>")) == "posted"
    assert len(delivered()) == 2


@pytest.mark.parametrize(
    "message_id", [None, "", "without brackets", "<>", f"<{'x' * 400}@example.org>", "<a b@example.org>"]
)
def test_a_mail_without_a_usable_message_id_is_known_by_what_it_says(address, message_id):
    found = [receive(letter(address, body, Message_ID=message_id)) for body in ("Yes.", "Yes.", "No.")]
    assert found == ["posted", None, "posted"]
    assert max(map(len, InboundMail.objects.values_list("message_id", flat=True))) <= 255


def test_an_address_that_has_run_out_is_told_where_to_answer(address, camille, place, monkeypatch, mailoutbox):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=61))
    assert [receive(letter(address)), delivered(), told()] == ["expired", [], [["camille@example.org", "expired"]]]
    assert answers()[0].data["url"].endswith(f"/organisations/{place.slug}/")


def test_one_who_may_not_answer_any_more_is_not_told_what_is_there(address, place):
    place.city = "Closed"
    place.save()
    assert [receive(letter(address)), delivered(), told()] == [
        "not_allowed",
        [],
        [["camille@example.org", "not_allowed"]],
    ]
    assert "url" not in answers()[0].data


@pytest.mark.parametrize(("city", "outcome"), [("Left", "not_allowed"), ("Locked", "refused")])
def test_what_the_place_refuses_is_told_in_its_words(address, place, city, outcome):
    place.city = city
    place.save()
    assert [receive(letter(address)), delivered(), told()] == [outcome, [], [["camille@example.org", outcome]]]
    assert answers()[0].data.get("why") == ("The discussion is closed." if city == "Locked" else None)


def test_what_is_gone_is_told(address, place):
    place.delete()
    assert [receive(letter(address)), told()] == ["gone", [["camille@example.org", "gone"]]]


def test_a_handler_that_breaks_leaves_no_trace_and_the_mail_can_come_again(address, place):
    place.city = "Broken"
    place.save()
    with pytest.raises(Broken):
        receive(letter(address))
    assert [delivered(), InboundMail.objects.count()] == [[], 0]
    place.city = "Ostheim"
    place.save()
    assert [receive(letter(address)), len(delivered())] == ["posted", 1]


def test_a_closed_account_posts_nothing_and_hears_nothing(address, camille, anna):
    camille.is_active = False
    camille.save()
    assert [receive(letter(address)), delivered(), answers()] == ["closed", [], []]
    assert receive(letter("reply+abc@reply.example.org", Message_ID="<two@mail.example.org>")) == "altered"
    assert answers() == []


def test_an_erased_account_posts_nothing(address, camille):
    camille.delete()
    assert [receive(letter(address)), delivered(), answers()] == ["closed", [], []]


def test_a_second_address_of_ones_own_will_do_once_it_is_verified(address, camille):
    mine = camille.emailaddress_set.create(email="dupont@home.example.org", verified=False)
    first = receive(letter(address, From="Camille <Dupont@Home.example.org>"))
    mine.verified = True
    mine.save()
    second = receive(letter(address, From="Camille <Dupont@Home.example.org>", Message_ID="<two@mail.example.org>"))
    assert [first, second, len(delivered())] == ["wrong_sender", "posted", 1]


def test_a_stranger_with_a_forwarded_address_hears_nothing_and_its_owner_hears_of_it_once(address, camille, mailoutbox):
    for number in range(3):
        stranger = letter(
            address, From="mallory@evil.example.org", Subject="Win!", Message_ID=f"<{number}@evil.example.org>"
        )
        assert receive(stranger) == "wrong_sender"
    assert [delivered(), told()] == [[], [["camille@example.org", "wrong_sender"]]]
    said = answers()[0].data
    assert [said["address"], said["subject"], "in_reply_to" in said] == ["mallory@evil.example.org", "", False]


def test_a_colleague_is_told_themselves_and_cannot_post_as_another(address, anna, camille):
    assert receive(letter(address, From="anna@example.org")) == "wrong_sender"
    assert [delivered(), told()] == [[], [["anna@example.org", "wrong_sender"]]]
    assert "address" not in answers()[0].data


def test_a_colleague_whose_name_was_forged_hears_nothing(address, anna, camille):
    forged = letter(
        address, From="anna@example.org", Authentication_Results="mx.example; dmarc=fail header.from=example.org"
    )
    assert [receive(forged), told()] == ["wrong_sender", [["camille@example.org", "wrong_sender"]]]


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (["mx.example; dmarc=fail (p=reject)"], "forged"),
        (["mx.example; spf=pass; dkim=pass; DMARC = FAIL"], "forged"),
        (["mx.example; dmarc=pass"], "posted"),
        (["mx.example; spf=fail; dkim=none"], "posted"),
        # Only the last server's word counts: whatever stands below may be the sender's own.
        (["mx.example; dmarc=pass", "inner.example; dmarc=fail"], "posted"),
        (["mx.example; dmarc=fail", "evil.example; dmarc=pass"], "forged"),
    ],
)
def test_what_the_last_server_says_of_the_sender_counts_against_a_mail_only(address, results, outcome):
    lines = "\n".join(f"Authentication-Results: {line}" for line in results)
    mail = letter(address, Authentication_Results=lines.removeprefix("Authentication-Results: "))
    assert [receive(mail), len(delivered())] == [outcome, int(outcome == "posted")]


def test_what_a_provider_takes_for_spam_is_neither_posted_nor_answered(address):
    mail = letter(address)
    mail.spam_detected = True
    assert [receive(mail), delivered(), answers()] == ["spam", [], []]


@pytest.mark.parametrize("path", ["", "<>"])
def test_a_null_envelope_is_a_bounce(address, path):
    mail = letter(address)
    mail.envelope_sender = path
    assert [receive(mail), delivered(), answers()] == ["automatic", [], []]


def test_the_envelope_says_first_whom_a_mail_is_for(address, camille, place):
    mail = letter("undisclosed-recipients:;")
    mail.envelope_recipient = address.upper()
    assert receive(mail) == "posted"


def test_of_two_addresses_the_good_one_is_used(address):
    assert receive(letter(f"reply+abc@reply.example.org, {address}")) == "posted"


def test_nobody_is_answered_twice_a_day(address, camille, monkeypatch):
    for number in range(3):
        assert receive(letter(address, "", Message_ID=f"<{number}@mail.example.org>")) == "empty"
    assert told() == [["camille@example.org", "empty"]]
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=25))
    receive(letter(address, "", Message_ID="<later@mail.example.org>"))
    assert told() == [["camille@example.org", "empty"]] * 2


def test_what_was_altered_is_answered_where_the_sender_is_known_and_nowhere_else(address, camille):
    spoilt = address.replace("reply+", "reply+x")
    receive(letter(spoilt, From="mallory@evil.example.org"))
    assert [delivered(), told()] == [[], []]
    receive(letter(spoilt, Message_ID="<two@mail.example.org>"))
    assert told() == [["camille@example.org", "altered"]]


def test_the_answer_is_in_the_persons_language_and_threaded_as_a_machines(
    place, mailoutbox, django_capture_on_commit_callbacks
):
    jonas = person("jonas@example.org", first_name="Jonas", language="fr")
    mail = letter(
        reply_address(jonas, place),
        "",
        From="jonas@example.org",
        Subject="=?utf-8?Q?Re=3A_W=C3=A4rme?=",
        References="<topic-12@example.org>\n <topic-12.7@example.org>",
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert receive(mail) == "empty"
    [sent] = mailoutbox
    headers = {name: sent.extra_headers[name] for name in ("Auto-Submitted", "In-Reply-To", "References")}
    assert headers == {
        "Auto-Submitted": "auto-replied",
        "In-Reply-To": "<one@mail.example.org>",
        "References": "<topic-12@example.org> <topic-12.7@example.org> <one@mail.example.org>",
    }
    assert [sent.to, sent.subject.endswith("Re: Wärme"), f"/fr/organisations/{place.slug}/" in sent.body] == [
        ["jonas@example.org"], True, True
    ]  # fmt: skip


def test_an_answer_never_carries_what_breaks_a_header(address, camille, mailoutbox, django_capture_on_commit_callbacks):
    nasty = letter(
        address,
        "",
        Message_ID="<one@mail.example.org>",
        Subject="=?utf-8?Q?Hello=0D=0ABcc:_all@example.org?=",
        References="<a\tb> garbage <ok@example.org>\n\t<é@example.org>",
    )
    with django_capture_on_commit_callbacks(execute=True):
        receive(nasty)
    [sent] = mailoutbox
    assert "\n" not in sent.subject
    assert sent.message()["In-Reply-To"] == "<one@mail.example.org>"


def test_an_answer_to_the_answer_ends_there(address, camille, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        receive(letter(address, ""))
    back = letter(address, mailoutbox[0].body, From="camille@example.org", Message_ID="<robot@mail.example.org>")
    back["Auto-Submitted"] = mailoutbox[0].extra_headers["Auto-Submitted"]
    assert [receive(back), delivered(), len(answers())] == ["automatic", [], 1]


def test_an_over_long_mail_is_told_how_long_it_may_be(address):
    assert receive(letter(address, "word " * 4001)) == "over_long"
    assert [delivered(), answers()[0].data["most"]] == [[], 20_000]


def test_a_long_quote_does_not_make_a_reply_long(address):
    quote = "\n".join(["> " + "word " * 12] * 900)
    assert receive(letter(address, f"Yes.\n\nOn 03/03/2026 10:12, Somebody wrote:\n{quote}")) == "posted"
    assert delivered()[0]["text"] == "Yes."


def test_letters_that_no_database_takes_are_left_out(address):
    assert receive(letter(address, "Yes\x00, \u200bforty.\x07")) == "posted"
    assert delivered()[0]["text"] == "Yes, forty."
    assert Notification.objects.filter(kind="delivered").count() == 1
