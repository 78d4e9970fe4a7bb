"""Folding: one form for all spellings of a name that differ in case, accents, apostrophes, dots or hyphens only.

Every key of the index is folded, and so is every name that is looked up, so that "Kut al-Imara", "KUT AL IMARA" and
"Kūt al-‘Imāra" are one. Folding is idempotent and never empty for a text that holds a letter or a digit.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, with what English text writes for them.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "ə": "a", "ŋ": "n", "ŧ": "t", "ɣ": "g", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɔ": "o", "ɛ": "e",
    "ſ": "s", "ĸ": "k", "ŀ": "l", "ґ": "г",
    # Arabic script: letters that Persian, Urdu and careless typing exchange.
    "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ـ": "",
}  # fmt: skip

# Marks inside a word that writers leave out or exchange: they vanish.
_DROPPED = "'’‘ʼʻʹʺ′″`´ʿʾˈ\"“”„«»¿¡*·•\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u02bc\u05f3\u05f4"
# Marks between words: a space.
_SPACED = "-‐‑‒–—―−_/\\,;:()[]{}|.!?+~<>=#@^%$"

_TABLE: dict[int, str | None] = {ord(mark): " " for mark in _SPACED}
_TABLE.update({ord(mark): None for mark in _DROPPED})
_TABLE.update({ord(letter): plain for letter, plain in _LETTERS.items()})
_TABLE[ord("&")] = " and "
_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)+(?:[^\W\d_](?![^\W_]))?")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the folded form of a name: lower case, no accents, apostrophes or dots, single spaces.

    Parameters
    ----------
    text : str
        A name in any script.

    Returns
    -------
    str
        "Saint-Étienne" gives "saint etienne", "U.S." gives "us", "Slov’yans’k" gives "slovyansk". A text of marks
        alone gives "".
    """
    if "." in text:
        text = _ACRONYM.sub(_undotted, text)
    if not text.isascii():
        text = _plain(text.casefold())
    return " ".join(text.lower().translate(_TABLE).split())


def _plain(text: str) -> str:
    """Strip the combining marks; what compatibility decomposition turns up is case-folded again."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).casefold()


def _undotted(match: re.Match[str]) -> str:
    return match.group().replace(".", "")
