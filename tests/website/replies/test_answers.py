"""Answers to mails that were not posted, or not completely."""

import pytest

from tests.website.replies.conftest import person
from website.notifications.actions import notify
from website.replies.enums import ANSWERED, MailOutcome

pytestmark = pytest.mark.django_db
DATA = {
    MailOutcome.POSTED: {"files": [{"name": "plan.svg", "why": "Files of this kind are not taken."}], "url": "/en/x/"},
    MailOutcome.OVER_LONG: {"most": 20_000, "url": "/en/x/"},
    MailOutcome.REFUSED: {"why": "The discussion is closed.", "url": "/en/x/"},
    MailOutcome.EMPTY: {"url": "/en/x/"},
}


@pytest.fixture
def answer(mailoutbox, django_capture_on_commit_callbacks):
    def answer(reason: str, language: str = "en", **data):
        user = person(f"{reason}.{language}@example.org", first_name="Camille", language=language)
        with django_capture_on_commit_callbacks(execute=True):
            notify([user], "reply-refused", reason=reason, subject="Re: Heat", **data)
        return mailoutbox[-1]

    return answer


@pytest.mark.parametrize("language", ["fr", "de", "nl", "en"])
@pytest.mark.parametrize("reason", sorted({*ANSWERED, MailOutcome.POSTED}))
def test_each_reason_has_a_text_and_an_html_answer(answer, reason, language):
    sent = answer(reason, language, **DATA.get(reason, {}))
    paragraphs = [part for part in sent.body.split("\n\n") if part.strip()]
    assert len(paragraphs) >= 4
    assert "\n\n\n\n" not in sent.body
    assert sent.alternatives[0][0].count("<p>") >= 2
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_each_reason_has_a_different_answer(answer):
    texts = {answer(reason, **DATA.get(reason, {})).body for reason in (*ANSWERED, MailOutcome.POSTED)}
    assert len(texts) == len(ANSWERED) + 1


def test_the_files_are_listed_with_their_reasons(answer):
    sent = answer("posted", **DATA[MailOutcome.POSTED])
    assert "- plan.svg: Files of this kind are not taken.\n" in sent.body
    assert "<li>plan.svg: Files of this kind are not taken.</li>" in sent.alternatives[0][0]
    assert sent.body.count("http://localhost:8000/en/x/") == 1


def test_the_answer_about_a_mail_from_another_sender_does_not_call_it_your_mail(answer):
    sent = answer("wrong_sender", address="mallory@evil.example.org")
    assert "mallory@evil.example.org" in sent.body
    assert "Your email was not posted" not in sent.body
