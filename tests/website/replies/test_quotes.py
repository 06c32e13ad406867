"""What is the person's own, where only a line or a word tells."""

import pytest

from website.replies.mails.quotes import own_text

GREETINGS = "Grüße gehen auch an die Gießerei, die uns ihre Zahlen für das ganze Jahr gegeben hat."
QUOTE = "> Wie weit darf es sein?\n> Und wer bezahlt?\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        # The program's line is the last that begins as it does.
        ("On balance, yes.\nOn Tue, 3 Mar 2026 at 10:12, Anna <\na@example.org> wrote:\n\n" + QUOTE, "On balance, yes."),
        ("Le 12 mai.\nLe mar. 3 mars 2026 à 10:12, Anna <a@example.org>\na écrit :\n\n" + QUOTE, "Le 12 mai."),
        ("Am 12. Mai.\nAm Di., 3. März 2026 um 10:12 Uhr\nschrieb Anna <\na@example.org>:\n\n" + QUOTE, "Am 12. Mai."),
        ("Op 12 mei.\nOp di 3 mrt 2026 om 10:12 schreef Anna <\na@example.org>:\n\n" + QUOTE, "Op 12 mei."),
        # Programs that name the person first, or say little.
        ("Ja.\n\nAnna Weber <a@example.org> schrieb am Di., 3. März 2026 um 10:12 Uhr:\n\nWie weit?", "Ja."),
        ("Ja.\n\nAnna Weber via Boucles <a@example.org> schrieb:\n" + QUOTE, "Ja."),
        ("Oui.\n\nDébut du message réexpédié :\n\nDe : Anna\nBonjour", "Oui."),
        ("Yes.\n\n2026-03-03 10:12 GMT+01:00 Anna Weber <a@example.org>:\n\n" + QUOTE, "Yes."),
        ("Ja.\n\n> Subject: Test\n> From: a@example.org\n> Date: Mon, 2 Apr 2026 17:44:22 +0400\n>\n> Hoi", "Ja."),
        ("Ja\n\n**Von:** Anna\n**Gesendet:** 3. März 2026 10:12\n**An:** C\n**Betreff:** Wärme\n\nWie weit?", "Ja"),
        # Under a selected quote; with and without an empty line.
        ("Hallo,\n\nAm 03.03.2026 um 10:12 schrieb A.:\n> Wie weit?\n\n1 km.\n\nViele Grüße\nCamille", "Hallo,\n\n1 km."),
        ("On 03/03/2026 10:12, Anna wrote:\n> How far?\nOne kilometre.", "One kilometre."),
        ("> Wer bezahlt?\n\nDie Gemeinde.", "> Wer bezahlt?\n\nDie Gemeinde."),
        # Lines that a program broke without its mark are not the person's.
        ("Ja.\n\nAm 03.03.2026 um 10:12 schrieb Anna:\n> Eine Zeile, die das Programm\nbrach\n> und noch eine", "Ja."),
        # What a person may write.
        ("First part.\n\n" + "_" * 60 + "\n\nSecond part.", "First part.\n\n" + "_" * 60 + "\n\nSecond part."),
        ("On site we wrote:\nnothing at all.", "On site we wrote:\nnothing at all."),
        ("An: alle\nVon: uns\n\nBitte lesen.", "An: alle\nVon: uns\n\nBitte lesen."),
        ("Trois points :\n\n- un\n  - deux\n\n    code", "Trois points :\n\n- un\n  - deux\n\n    code"),
        (GREETINGS, GREETINGS),
        ("Merci !", "Merci !"),
        ("Thanks, Anna!", "Thanks, Anna!"),
        ("Merci, c’est noté.\nBien à vous\nCamille", "Merci, c’est noté."),
        ("Yes.\n\nCheers\nC.\n--\nCamille Dupont\nhttps://example.org", "Yes."),
        ("", ""),
    ],
)  # fmt: skip
def test_the_persons_own_words_are_kept_and_the_programs_are_not(text, own):
    assert own_text(text) == own
