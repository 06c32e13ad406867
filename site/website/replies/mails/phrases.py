"""What mail programs and their people say around a text in the site's languages, where mail-parser-reply does not know.

They stand beside the library's languages as one of their own; each expression is as its constants describe.
"""

import re

from mailparser_reply.constants import MAIL_LANGUAGES

NAME = "network"
LANGUAGES = [NAME, "fr", "de", "nl", "en"]
_QUOTED = r"(?:> ?)*"
_REST = r"[^\n]{0,200}(?:\n[^\n]{1,200})?"
_SENT_FROM = (
    r"Envoyé (?:de|depuis|à partir de|avec) (?:mon|ma|Outlook|Yahoo|Proton|l'app|un mobile|un appareil|mail)"
    r"|Télécharge[rz] Outlook|Obtene[zr] Outlook|Provenance ?: Courrier"
    r"|Von meinem? .{0,60}gesendet|(?:Diese Nachricht|Diese Mail) wurde (?:von|mit|aus)"
    r"|Gesendet (?:von|mit|aus|über) (?:meinem|meiner|Outlook|Mail|Yahoo|Proton|der|unterwegs)"
    r"|Outlook (?:für|pour|voor|for) (?:iOS|Android|Mac|Windows)\b|Holen Sie sich Outlook"
    r"|(?:Verstuurd|Verzonden) (?:vanaf|vanuit|met|via) (?:mijn|Outlook|Mail|Yahoo|Proton|een|de)|Download Outlook"
    r"|Sent (?:from|with|using|via) (?:my|Outlook|Mail|Yahoo|Proton|the all|Samsung)|Get Outlook"
)
SENT_FROM = re.compile(rf"[*_\[]*(?:{_SENT_FROM})[^\n]{{0,120}}$", re.IGNORECASE)
THANKS = re.compile(
    r"(thanks|thank you|many thanks|best\b(?! regards)|(alvast )?bedankt|dank|merci|danke)\b", re.IGNORECASE
)
DISCLAIMER = re.compile(
    r"confiden|vertraulich|vertrouwelijk|privileged|disclaimer|pièces? jointes?|environnement|umwelt|milieu|https?://",
    re.IGNORECASE,
)
# How the line begins that a program writes above what it quotes, and how it ends where nothing else is certain.
OPENING = re.compile(r"(?:> ?)*(On|Le|Am|Op)\s", re.IGNORECASE)
ANNOUNCEMENT = re.compile(r".*\b(wrote|schrieb|schreef|écrit|geschrieben|geschreven)\b.{0,80}:$", re.IGNORECASE)
POSTSCRIPT = re.compile(r"p\.? ?s\.? ?[:.,]?\s", re.IGNORECASE)

MAIL_LANGUAGES[NAME] = {
    "wrote_header": "|".join(
        [
            # Gmail and Thunderbird in Dutch end with the name; Apple Mail and Outlook on telephones do not.
            rf"(^{_QUOTED}Op [^\n]{{0,60}}\d{_REST}\bschreef\b{_REST}:$)",
            rf"(^{_QUOTED}Op [^\n]{{0,60}}\d{_REST}\bhet volgende geschreven ?:$)",
            # French programs break the line where they like; Apple Mail in German says it with two verbs.
            rf"(^{_QUOTED}Le [^\n]{{0,60}}\d{_REST}(?:\n[^\n]{{0,200}})?\ba écrit ?:$)",
            rf"(^{_QUOTED}Am [^\n]{{0,60}}\d{_REST}\bgeschrieben ?:$)",
            rf"(^{_QUOTED}[^\n]{{1,100}}<[^\n>]{{3,200}}> schrieb am [^\n]{{5,80}}:$)",
            rf"(^{_QUOTED}\d{{4}}-\d\d-\d\d[^\n]{{3,200}}<[^\n>]{{3,200}}>:$)",
        ]
    ),
    "from_header": "|".join(
        [
            rf"(^{_QUOTED}[-_=*]{{2,}} ?(?:Message d'origine|Message d’origine|Message original|Message transféré"
            r"|Mail original|Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht|Weitergeleitete Nachricht"
            r"|Oorspronkelijk bericht|Origineel bericht|Doorgestuurd bericht|Original Message|Forwarded Message)"
            r" ?[-_=*]{2,}$)",
            rf"(^{_QUOTED}_{{20,}}\n+[* ]*(?:From|De|Von|Van) ?:.*$)",
            # Orange writes small letters; Outlook for Mac says Date.
            rf"(^{_QUOTED}[* ]*(?:De|Envoyé|Expéditeur) ?:[* ]*.+\n{_QUOTED}[* ]*(?:Envoyé|Date|À|De)[^\n:]{{0,4}} ?:.+$)",
            r"(^> ?Message du \d.*$)",
            rf"(^{_QUOTED}(?:Début du message (?:réexpédié|transféré)|Anfang der weitergeleiteten (?:Nachricht|E-Mail)"
            r"|Begin doorgestuurd bericht|Begin forwarded message) ?:$)",
        ]
    ),
    "sent_from": _SENT_FROM,
    "signatures": "|".join(
        [
            r"(?:bien|très|sincèrement) cordialement|bien à (?:vous|toi|vous tous)|meilleures salutations|amicalement",
            r"(?:belle|bonne) (?:journée|soirée|fin de journée)|cdlt?\b|salutations distinguées",
            r"mit (?:besten|herzlichen|lieben|vielen) grüßen|(?:herzliche|schöne|freundliche|sonnige) grüße|mfg\b|vg\b|lg\b",
            r"vriendelijke groet|hartelijke groet|groet(?:en|jes)?\b|met (?:hartelijke|beste) groet|mvg\b|beste groeten",
            r"warm(?:est)? regards|with best wishes|(?:yours )?sincerely|cheers\b",
        ]
    ),
}
