"""Clean text for storage, reduce it to a key for comparison, and make it into a slug."""

import itertools
import re
import unicodedata

from django.utils.text import slugify

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})


def tidy(text: str) -> str:
    """Return `text` in NFC, without control and invisible characters, and with single spaces."""
    visible = (char if char.isprintable() else " " if char.isspace() else "" for char in text)
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


def comparison_key(text: str) -> str:
    """Return a key that is equal for spellings which differ only in case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    words = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join(words.split())


def town_key(text: str) -> str:
    """Return the comparison key of a town, in which “St-Dié Cedex 2” equals “Saint-Dié”."""
    words = re.sub(r" cedex( \d+)?$", "", comparison_key(text))
    return re.sub(r"\b(s)(te?)\b", lambda found: "saint" if found[2] == "t" else "sainte", words)


def free_slug(taken: set[str], *candidates: str, max_length: int) -> str:
    """Return the first candidate's slug that is free, else a numbered one, and add it to `taken`."""
    slugs = [slug for slug in (slugify(comparison_key(text))[:max_length].strip("-") for text in candidates) if slug]
    stem = slugs[0][: max_length - 6]
    numbered = (f"{stem}-{number}" for number in range(2, 99_999))
    slug = next(slug for slug in itertools.chain(slugs, numbered) if slug not in taken)
    taken.add(slug)
    return slug
