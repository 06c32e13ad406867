"""Text as people type it: cleaned for storage, reduced to a key for comparison, made into a slug."""

import itertools
import re
import unicodedata

from django.utils.text import slugify

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})


def tidy(text: str) -> str:
    """`text` composed (NFC), without control and invisible characters, every run of spaces as one."""
    visible = (char if char.isprintable() else " " if char.isspace() else "" for char in text)
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


def comparison_key(text: str) -> str:
    """The letters and digits of `text` without case, accents and punctuation: equal for two spellings of a name."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    words = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join(words.split())


def town_key(text: str) -> str:
    """The comparison key of a town: “St-Dié Cedex 2” equals “Saint-Dié”."""
    words = re.sub(r" cedex( \d+)?$", "", comparison_key(text))
    return re.sub(r"\b(s)(te?)\b", lambda found: "saint" if found[2] == "t" else "sainte", words)


def free_slug(taken: set[str], *candidates: str, max_length: int) -> str:
    """The first candidate whose slug is free, else the first one numbered; it is then taken."""
    slugs = [slug for slug in (slugify(comparison_key(text))[:max_length].strip("-") for text in candidates) if slug]
    stem = slugs[0][: max_length - 6]
    numbered = (f"{stem}-{number}" for number in range(2, 99_999))
    slug = next(slug for slug in itertools.chain(slugs, numbered) if slug not in taken)
    taken.add(slug)
    return slug
