"""Which mails are posted, which are answered, and which are ignored."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.website.replies.conftest import Broken, answers, delivered, letter, person
from website.notifications.models import Notification
from website.replies.actions import receive
from website.replies.addresses import reply_address
from website.replies.models import InboundMail

pytestmark = pytest.mark.django_db


def answered() -> list[list[str]]:
    return [[row.recipient.email, row.data["reason"]] for row in answers()]


def test_a_reply_is_posted_once_and_its_text_is_not_stored(address, camille):
    assert receive(letter(address)) == "posted"
    assert delivered() == [{"text": "Yes, forty tonnes.", "files": [], "id": "one@mail.example.org"}]
    [kept] = InboundMail.objects.values()
    assert {name: kept[name] for name in ("message_id", "outcome", "user_id", "answered_at")} == {
        "message_id": "one@mail.example.org", "outcome": "posted", "user_id": camille.pk, "answered_at": None
    }  # fmt: skip
    assert answers() == []


def test_the_same_mail_delivered_again_is_not_posted_again(address):
    assert [receive(letter(address)), receive(letter(address)), len(delivered())] == ["posted", None, 1]
    assert receive(letter(address, Message_ID="<two@mail.example.org>")) == "posted"
    assert len(delivered()) == 2


@pytest.mark.parametrize(
    "message_id", [None, "", "without brackets", "<>", f"<{'x' * 400}@example.org>", "<a b@example.org>"]
)
def test_a_mail_without_a_usable_message_id_is_identified_by_its_content(address, message_id):
    found = [receive(letter(address, body, Message_ID=message_id)) for body in ("Yes.", "Yes.", "No.")]
    assert found == ["posted", None, "posted"]
    assert max(map(len, InboundMail.objects.values_list("message_id", flat=True))) <= 255


def test_a_mail_to_an_expired_address_is_answered_with_a_link(address, camille, organisation, monkeypatch, mailoutbox):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=61))
    assert [receive(letter(address)), delivered(), answered()] == ["expired", [], [["camille@example.org", "expired"]]]
    assert answers()[0].data["url"].endswith(f"/organisations/{organisation.slug}/")


def test_the_answer_to_somebody_who_may_no_longer_reply_has_no_link(address, organisation):
    organisation.city = "Closed"
    organisation.save()
    assert [receive(letter(address)), delivered(), answered()] == [
        "not_allowed",
        [],
        [["camille@example.org", "not_allowed"]],
    ]
    assert "url" not in answers()[0].data


@pytest.mark.parametrize(("city", "outcome"), [("Left", "not_allowed"), ("Locked", "refused")])
def test_the_answer_contains_the_message_of_the_handlers_error(address, organisation, city, outcome):
    organisation.city = city
    organisation.save()
    assert [receive(letter(address)), delivered(), answered()] == [outcome, [], [["camille@example.org", outcome]]]
    assert answers()[0].data.get("why") == ("The discussion is closed." if city == "Locked" else None)


def test_a_reply_to_a_deleted_target_is_answered(address, organisation):
    organisation.delete()
    assert [receive(letter(address)), answered()] == ["gone", [["camille@example.org", "gone"]]]


def test_an_error_in_a_handler_rolls_back_and_the_mail_can_be_delivered_again(address, organisation):
    organisation.city = "Broken"
    organisation.save()
    with pytest.raises(Broken):
        receive(letter(address))
    assert [delivered(), InboundMail.objects.count()] == [[], 0]
    organisation.city = "Ostheim"
    organisation.save()
    assert [receive(letter(address)), len(delivered())] == ["posted", 1]


def test_a_mail_of_a_closed_account_is_neither_posted_nor_answered(address, camille, anna):
    camille.is_active = False
    camille.save()
    assert [receive(letter(address)), delivered(), answers()] == ["closed", [], []]
    assert receive(letter("reply+abc@reply.example.org", Message_ID="<two@mail.example.org>")) == "altered"
    assert answers() == []


def test_an_erased_account_posts_nothing(address, camille):
    camille.delete()
    assert [receive(letter(address)), delivered(), answers()] == ["closed", [], []]


def test_a_second_address_is_accepted_once_verified(address, camille):
    mine = camille.emailaddress_set.create(email="dupont@home.example.org", verified=False)
    first = receive(letter(address, From="Camille <Dupont@Home.example.org>"))
    mine.verified = True
    mine.save()
    second = receive(letter(address, From="Camille <Dupont@Home.example.org>", Message_ID="<two@mail.example.org>"))
    assert [first, second, len(delivered())] == ["wrong_sender", "posted", 1]


def test_the_owner_of_an_address_used_by_an_unknown_sender_is_notified_once(address, camille, mailoutbox):
    for number in range(3):
        stranger = letter(
            address, From="mallory@evil.example.org", Subject="Win!", Message_ID=f"<{number}@evil.example.org>"
        )
        assert receive(stranger) == "wrong_sender"
    assert [delivered(), answered()] == [[], [["camille@example.org", "wrong_sender"]]]
    data = answers()[0].data
    assert [data["address"], data["subject"], "in_reply_to" in data] == ["mallory@evil.example.org", "", False]


def test_another_member_who_uses_the_address_is_answered_and_nothing_is_posted(address, anna, camille):
    assert receive(letter(address, From="anna@example.org")) == "wrong_sender"
    assert [delivered(), answered()] == [[], [["anna@example.org", "wrong_sender"]]]
    assert "address" not in answers()[0].data


def test_a_member_whose_address_was_forged_is_not_answered(address, anna, camille):
    forged = letter(
        address, From="anna@example.org", Authentication_Results="mx.example; dmarc=fail header.from=example.org"
    )
    assert [receive(forged), answered()] == ["wrong_sender", [["camille@example.org", "wrong_sender"]]]


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        (["mx.example; dmarc=fail (p=reject)"], "forged"),
        (["mx.example; spf=pass; dkim=pass; DMARC = FAIL"], "forged"),
        (["mx.example; dmarc=pass"], "posted"),
        (["mx.example; spf=fail; dkim=none"], "posted"),
        # Only the first field counts: those below may be forged by the sender.
        (["mx.example; dmarc=pass", "inner.example; dmarc=fail"], "posted"),
        (["mx.example; dmarc=fail", "evil.example; dmarc=pass"], "forged"),
    ],
)
def test_a_dmarc_failure_of_the_receiving_server_marks_a_mail_as_forged(address, results, outcome):
    lines = "\n".join(f"Authentication-Results: {line}" for line in results)
    mail = letter(address, Authentication_Results=lines.removeprefix("Authentication-Results: "))
    assert [receive(mail), len(delivered())] == [outcome, int(outcome == "posted")]


def test_spam_detected_by_the_provider_is_neither_posted_nor_answered(address):
    mail = letter(address)
    mail.spam_detected = True
    assert [receive(mail), delivered(), answers()] == ["spam", [], []]


@pytest.mark.parametrize("path", ["", "<>"])
def test_a_null_envelope_is_a_bounce(address, path):
    mail = letter(address)
    mail.envelope_sender = path
    assert [receive(mail), delivered(), answers()] == ["automatic", [], []]


def test_the_envelope_recipient_takes_precedence(address, camille, organisation):
    mail = letter("undisclosed-recipients:;")
    mail.envelope_recipient = address.upper()
    assert receive(mail) == "posted"


def test_of_two_addresses_the_valid_one_is_used(address):
    assert receive(letter(f"reply+abc@reply.example.org, {address}")) == "posted"


def test_nobody_is_answered_twice_a_day(address, camille, monkeypatch):
    for number in range(3):
        assert receive(letter(address, "", Message_ID=f"<{number}@mail.example.org>")) == "empty"
    assert answered() == [["camille@example.org", "empty"]]
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=25))
    receive(letter(address, "", Message_ID="<later@mail.example.org>"))
    assert answered() == [["camille@example.org", "empty"]] * 2


def test_a_mail_to_an_altered_address_is_answered_only_if_the_sender_is_known(address, camille):
    spoilt = address.replace("reply+", "reply+x")
    receive(letter(spoilt, From="mallory@evil.example.org"))
    assert [delivered(), answered()] == [[], []]
    receive(letter(spoilt, Message_ID="<two@mail.example.org>"))
    assert answered() == [["camille@example.org", "altered"]]


def test_the_answer_is_in_the_persons_language_and_marked_as_an_automatic_reply(
    organisation, mailoutbox, django_capture_on_commit_callbacks
):
    jonas = person("jonas@example.org", first_name="Jonas", language="fr")
    mail = letter(
        reply_address(jonas, organisation),
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
    assert [sent.to, sent.subject.endswith("Re: Wärme"), f"/fr/organisations/{organisation.slug}/" in sent.body] == [
        ["jonas@example.org"], True, True
    ]  # fmt: skip


def test_an_answer_does_not_repeat_malformed_headers(address, camille, mailoutbox, django_capture_on_commit_callbacks):
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


def test_an_automatic_answer_to_the_answer_is_not_answered(
    address, camille, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        receive(letter(address, ""))
    back = letter(address, mailoutbox[0].body, From="camille@example.org", Message_ID="<robot@mail.example.org>")
    back["Auto-Submitted"] = mailoutbox[0].extra_headers["Auto-Submitted"]
    assert [receive(back), delivered(), len(answers())] == ["automatic", [], 1]


def test_the_answer_to_a_mail_that_is_too_long_states_the_limit(address):
    assert receive(letter(address, "word " * 4001)) == "over_long"
    assert [delivered(), answers()[0].data["most"]] == [[], 20_000]


def test_a_long_quote_does_not_make_a_reply_long(address):
    quote = "\n".join(["> " + "word " * 12] * 900)
    assert receive(letter(address, f"Yes.\n\nOn 03/03/2026 10:12, Somebody wrote:\n{quote}")) == "posted"
    assert delivered()[0]["text"] == "Yes."


def test_control_characters_are_removed(address):
    assert receive(letter(address, "Yes\x00, \u200bforty.\x07")) == "posted"
    assert delivered()[0]["text"] == "Yes, forty."
    assert Notification.objects.filter(kind="delivered").count() == 1
