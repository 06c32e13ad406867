"""Phrases around quotes and signatures in the site's languages that mail-parser-reply lacks.

They are registered as an additional language of the library, in the format of its constants.
"""

import re

from mailparser_reply.constants import MAIL_LANGUAGES

NAME = "network"
LANGUAGES = [NAME, "fr", "de", "nl", "en"]
_QUOTED = r"(?:> ?)*"
_REST = r"[^\n]{0,200}(?:\n[^\n]{1,200})?"
_SENT_FROM = (
    r"Envoyé (?:de |depuis |à partir de |à partir d['’]|avec )"
    r"(?:mon|ma|Outlook|Yahoo|Proton|Courrier|Airmail|l['’]app|un mobile|un appareil|mail)"
    r"|Télécharge[rz] Outlook|Obten(?:e[zr]|ir) Outlook|Provenance ?: Courrier"
    r"|Von meinem? .{0,60}gesendet|(?:Diese Nachricht|Diese Mail) wurde (?:von|mit|aus)"
    r"|Gesendet (?:von|mit|aus|über) (?:meinem|meiner|Outlook|Mail|Yahoo|Proton|der|unterwegs)"
    r"|Outlook (?:für|pour|voor|for) (?:iOS|Android|Mac|Windows)\b|Holen Sie sich Outlook"
    r"|(?:Verstuurd|Verzonden) (?:vanaf|vanuit|met|via) (?:mijn|Outlook|Mail|Yahoo|Proton|een|de)|Download Outlook"
    r"|Sent (?:from|with|using|via) (?:my|(?:Windows )?Mail|Outlook|Yahoo|Proton|Airmail|the all|Samsung"
    r"|(?:a |my )?(?:mobile|phone))|Get Outlook"
)
SENT_FROM = re.compile(rf"[*_\[(<]*(?:{_SENT_FROM})[^\n]{{0,120}}$", re.IGNORECASE)
THANKS = re.compile(
    r"(thanks|thank you|many thanks|best\b(?! regards)|(alvast )?bedankt|dank|merci|danke)\b", re.IGNORECASE
)
# Closing phrases that also begin sentences, and the lower-case words that may follow them in a closing.
ALSO_IN_SENTENCES = re.compile(
    r"(lg|vg|mfg|mvg|cdlt?|cheers|groet(en|jes)?|(belle|bonne) (journée|soirée|fin de journée|réception))\b",
    re.IGNORECASE,
)
FOR_WHOM = {
    *("à", "tous", "toutes", "tout", "le", "monde", "vous", "toi", "et", "bientôt"),
    *("aus", "von", "und", "aan", "uit", "van", "en", "from", "to", "all"),
}
DISCLAIMER = re.compile(
    r"confiden|vertraulich|vertrouwelijk|privileged|disclaimer|pièces? jointes?|environnement|umwelt|milieu|https?://",
    re.IGNORECASE,
)
# The beginning of the line that introduces a quote, and a less certain match of the whole line.
OPENING = re.compile(r"(?:> ?)*(On|Le|Am|Op)\s", re.IGNORECASE)
ANNOUNCEMENT = re.compile(r".*\b(wrote|schrieb|schreef|écrit|geschrieben|geschreven)\b.{0,80}:$", re.IGNORECASE)
POSTSCRIPT = re.compile(r"p\.? ?s\.? ?[:.,]?\s", re.IGNORECASE)
# Headers that programs copy above a quote: any header; the sender; the date, or a sender with an address.
FIELD = re.compile(r"[* ]*[^\W\d][\w -]{0,14} ?[* ]*:")
SENDER = re.compile(r"^[*> ]*(From|De|Von|Van|Expéditeur) ?[* ]*:", re.IGNORECASE | re.MULTILINE)
SENT = re.compile(
    r"^[*> ]*((Sent|Date|Envoyé( le)?|Gesendet|Datum|Verzonden) ?[* ]*:|(From|De|Von|Van|Expéditeur) ?[* ]*:.*@)",
    re.IGNORECASE | re.MULTILINE,
)
# A separator line above a quote.
RULE = re.compile(r"[-_=]{2,}|\*{3,}|> ?Message du \d|(Début du|Anfang der|Begin) \w+", re.IGNORECASE)

_ORIGINAL = (
    r"[-_=*]{2,} ?(?:Message d'origine|Message d’origine|Message original|Message transféré|Message transmis"
    r"|Mail original|Ursprüngliche (?:Nachricht|Mail)|Originalnachricht|Original-Nachricht|Weitergeleitete Nachricht"
    r"|Oorspronkelijk bericht|Origineel bericht|Doorgestuurd bericht|Original Message|Forwarded Message) ?[-_=*]{2,}"
)
_SENDER = r"(?:From|De|Von|Van) ?:"
_SENT = r"(?:Sent|Date|Envoyé|Gesendet|Datum|Verzonden)[^\n:]{0,4} ?:"
# Only a time zone may follow the time of day; in a sentence more words follow.
_TO_THE_MINUTE = r"\d{1,2}:\d{2}(?::\d{2})?(?: Uhr)?(?: \[?[\w:+-]{1,9}\]?)?"

MAIL_LANGUAGES[NAME] = {
    "wrote_header": "|".join(
        [
            # Dutch: Gmail and Thunderbird end with the name; Apple Mail and Outlook on phones do not.
            rf"(^{_QUOTED}Op [^\n]{{0,60}}\d{_REST}\bschreef\b{_REST}:$)",
            rf"(^{_QUOTED}Op [^\n]{{0,60}}\d{_REST}\bhet volgende geschreven ?:$)",
            # French: the line may be wrapped anywhere. German: Apple Mail uses the perfect tense.
            rf"(^{_QUOTED}Le [^\n]{{0,60}}\d{_REST}(?:\n[^\n]{{0,200}})?\ba écrit ?:$)",
            rf"(^{_QUOTED}Am [^\n]{{0,60}}\d{_REST}\bgeschrieben ?:$)",
            rf"(^{_QUOTED}[^\n]{{1,100}}<[^\n>]{{3,200}}> schrieb am [^\n]{{5,80}}:$)",
            # K-9, Evolution, Roundcube and Thunderbird name the person first; Gmail on phones wraps the line.
            rf"(^{_QUOTED}[^\n]{{1,200}} (?:schrieb am|schreef op) [^\n]{{0,60}}(?:\n[^\n]{{0,30}})?{_TO_THE_MINUTE}:$)",
            # Outlook for Mac until 2019; Zoho and old Yahoo.
            rf"(^{_QUOTED}Op [^\n]{{0,60}}\d{_REST}\bgeschreven ?:$)",
            rf"(^{_QUOTED}-{{2,4}} ?(?:On|Le|Am|Op) [^\n]{{0,200}}\b(?:wrote|écrit|schrieb|schreef)\b[^\n]{{0,100}}(?:-|:)$)",
            rf"(^{_QUOTED}\d{{4}}-\d\d-\d\d[^\n]{{3,200}}<[^\n>]{{3,200}}>:$)",
        ]
    ),
    "from_header": "|".join(
        [
            rf"(^{_QUOTED}{_ORIGINAL}$)",
            # Yahoo: on one line with the headers that follow.
            rf"(^ *{_ORIGINAL} ?{_SENDER}[^\n]*@[^\n]*$)",
            rf"(^{_QUOTED}[* ]*{_SENDER}[^\n]+\n *[<\[][^\n]+\n{_QUOTED}[* ]*{_SENT}.+$)",
            rf"(^{_QUOTED}_{{20,}}\n+[* ]*(?:From|De|Von|Van) ?:.*$)",
            # Orange: lower case. Outlook for Mac: Date.
            rf"(^{_QUOTED}[* ]*(?:De|Envoyé|Expéditeur) ?:[* ]*.+\n{_QUOTED}[* ]*(?:Envoyé|Date|À|De)[^\n:]{{0,4}} ?:.+$)",
            r"(^> ?Message du \d.*$)",
            rf"(^{_QUOTED}(?:Début du message (?:réexpédié|transféré)|Anfang der weitergeleiteten (?:Nachricht|E-Mail)"
            r"|Begin doorgestuurd bericht|Begin forwarded message) ?:$)",
        ]
    ),
    "sent_from": _SENT_FROM,
    "signatures": "|".join(
        [
            r"(?:bien|très|sincèrement) cordialement|bien à (?:vous|toi|vous tous)|amicalement|amitiés|à bientôt,?$",
            r"(?:(?:avec )?mes )?(?:meilleures|sincères|cordiales) salutations|salutations distinguées|cdlt?\b|merci,$",
            r"(?:je (?:vous|te) souhaite une )?(?:belle|bonne|excellente) (?:journée|soirée|fin de journée)",
            r"(?:mit )?(?:besten|herzlichen|lieben|vielen|freundlichen|freundlichem|schönen|schöne|herzliche|freundliche)"
            r" gr(?:ü|ue|u)(?:ß|ss)(?:en|e)?\b|sonnige grüße|mfg\b|vg\b|lg\b|herzlichst|hochachtungsvoll|danke,$",
            r"vriendelijke groet|hartelijke groet|groet(?:en|jes)?\b|met (?:hartelijke|beste|dank en) groet|mvg\b"
            r"|beste groeten|hoogachtend",
            r"warm(?:est)? regards|regards,?$|(?:with )?best wishes|(?:yours )?sincerely|cheers\b",
        ]
    ),
}
