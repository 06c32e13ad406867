"""The sender's own text, in cases that depend on a line or a word."""

import pytest

from website.replies.mails.quotes import own_text

GREETINGS = "Grüße gehen auch an die Gießerei, die uns ihre Zahlen für das ganze Jahr gegeben hat."
QUOTE = "> Wie weit darf es sein?\n> Und wer bezahlt?\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        # The sender's text contains a line that begins like the introduction of the quote.
        ("On balance, yes.\nOn Tue, 3 Mar 2026 at 10:12, Anna <\na@example.org> wrote:\n\n" + QUOTE, "On balance, yes."),
        ("Le 12 mai.\nLe mar. 3 mars 2026 à 10:12, Anna <a@example.org>\na écrit :\n\n" + QUOTE, "Le 12 mai."),
        ("Am 12. Mai.\nAm Di., 3. März 2026 um 10:12 Uhr\nschrieb Anna <\na@example.org>:\n\n" + QUOTE, "Am 12. Mai."),
        ("Op 12 mei.\nOp di 3 mrt 2026 om 10:12 schreef Anna <\na@example.org>:\n\n" + QUOTE, "Op 12 mei."),
        # Introductions that begin with the name, or are short.
        ("Ja.\n\nAnna Weber <a@example.org> schrieb am Di., 3. März 2026 um 10:12 Uhr:\n\nWie weit?", "Ja."),
        ("Ja.\n\nAnna Weber via Boucles <a@example.org> schrieb:\n" + QUOTE, "Ja."),
        ("Oui.\n\nDébut du message réexpédié :\n\nDe : Anna\nBonjour", "Oui."),
        ("Yes.\n\n2026-03-03 10:12 GMT+01:00 Anna Weber <a@example.org>:\n\n" + QUOTE, "Yes."),
        ("Ja.\n\n> Subject: Test\n> From: a@example.org\n> Date: Mon, 2 Apr 2026 17:44:22 +0400\n>\n> Hoi", "Ja."),
        ("Ja\n\n**Von:** Anna\n**Gesendet:** 3. März 2026 10:12\n**An:** C\n**Betreff:** Wärme\n\nWie weit?", "Ja"),
        # Text below a quote, with and without an empty line.
        ("Hallo,\n\nAm 03.03.2026 um 10:12 schrieb A.:\n> Wie weit?\n\n1 km.\n\nViele Grüße\nCamille", "Hallo,\n\n1 km."),
        ("On 03/03/2026 10:12, Anna wrote:\n> How far?\nOne kilometre.", "One kilometre."),
        ("> Wer bezahlt?\n\nDie Gemeinde.", "> Wer bezahlt?\n\nDie Gemeinde."),
        # Wrapped lines of a quote without “>”.
        ("Ja.\n\nAm 03.03.2026 um 10:12 schrieb Anna:\n> Eine Zeile, die das Programm\nbrach\n> und noch eine", "Ja."),
        # Text of the sender that looks like a quote or a signature.
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
def test_the_senders_text_is_kept_and_quotes_and_signatures_are_not(text, own):
    assert own_text(text) == own


@pytest.mark.parametrize(
    "text",
    [
        # Sentences that begin like closing phrases.
        "Belle journée d’échanges à Colmar",
        "Bonne réception par la commune, donc on continue",
        "VG Wort hat damit nichts zu tun",
        "Cheers to the team of the foundry for the numbers",
        "Regards croisés sur la chaleur",
        "Met vriendelijke groeten van de gemeente kregen we de vergunning.",
        "Sent from the boiler house, the heat reaches the hall.",
        # Lists that look like headers.
        "Von: Kehl\nAn: Straßburg\nAbfahrt 12.03.2026 um 10:30 Uhr",
        "From: foundry\nTo: greenhouse\n40 t a year since 2024, ask anna@example.org",
        # Sentences that look like introductions of quotes.
        "Op 12 maart 2025 schreef de gemeente:\nDe leiding mag onder de weg.",
        "On 12 March 2025 the utility wrote:\nThe pipe may pass.",
        "Der Versorger schrieb am 12.03.2025 in seinem Bescheid:\nDie Leitung darf dort liegen.",
        # Text after the name.
        "Ja.\n\nViele Grüße\nAnna\n\nDie Pläne schicke ich morgen nach.",
        "Ja.\n\nMet vriendelijke groet\nAnna\n\nDe tekeningen komen morgen.",
        # Dashes and “>” typed by the sender.
        "Points:\n--\nThe second one is longer than a name would be, since it is\nbroken by the program.",
        "Two ways:\n—\nA) the pipe\nB) the exchanger. Both need a permit from the municipality.",
        "Voir ci-dessous :\n\n> article 3\n> article 4",
        "> a quotation that was typed\n\nand what is thought of it",
    ],
)
def test_text_that_resembles_a_quote_or_signature_is_kept(text):
    assert own_text(text) == text
    assert own_text(f"Guten Tag,\n\n{text}") == f"Guten Tag,\n\n{text}"


@pytest.mark.parametrize(
    "goodbye",
    [
        *("Freundliche Grüsse", "Mit freundlichem Gruß", "Lieben Gruß", "Herzlichst", "LG", "Danke,"),
        *(
            "Sincères salutations",
            "Je vous souhaite une bonne journée.",
            "À bientôt,",
            "Bonne journée à tous,",
            "Merci,",
        ),
        *("Hoogachtend,", "Met dank en groet,", "Groetjes uit Gent", "Regards", "Best wishes", "Cheers,"),
    ],
)
def test_a_closing_phrase_is_cut_off_with_the_name(goodbye):
    assert own_text(f"1,2 km.\n\n{goodbye}\nAnna Weber\nStadtwerke Kehl\n+49 7851 000000") == "1,2 km."


@pytest.mark.parametrize(
    "sent_from",
    [
        *(
            "Obtenir Outlook pour iOS",
            "Envoyé à partir de Courrier pour Windows",
            "Envoyé à partir d’Outlook pour Android",
        ),
        *(
            "Envoyé depuis l’application Mail Orange",
            "Sent from Windows Mail",
            "(Sent from a phone)",
            "Sent via mobile",
        ),
    ],
)
def test_the_signature_of_a_mail_program_is_cut_off(sent_from):
    assert own_text(f"1,2 km.\n\n{sent_from}") == "1,2 km."


@pytest.mark.parametrize(
    "line",
    [
        "   ----- Doorgestuurd bericht ----- Van: Anna <a@example.org>Aan: C <c@example.org>Verzonden: dinsdag 3 maart 2026",
        "--- On Tue, 3/3/26, a@example.org <a@example.org> wrote:",
        "---- Le mar., 03 mars 2026 10:12:44 +0100 a@example.org a écrit ----",
        "===== Original Message =====",
    ],
)
def test_introductions_of_quotes_by_older_programs_are_recognised(line):
    assert own_text(f"1,2 km.\n\n{line}\n\nHow far?") == "1,2 km."
