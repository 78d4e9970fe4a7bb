"""Text search: the same folding for what is searched and what is asked."""

import re
import unicodedata

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
#: Apostrophes are written in many ways ("Kup'iansk", "Kup’iansk", "Kupʼiansk") and left out as often.
_DROPPED = dict.fromkeys(map(ord, "'’‘ʼ`´ʹ"))


def fold(text: str) -> str:
    """Return a text without case, accents and apostrophes."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", text.translate(_DROPPED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def terms(text: str) -> tuple[str, ...]:
    """Return the folded words and quoted phrases of a search, each of which must occur."""
    found = (" ".join(fold(phrase or word).split()) for phrase, word in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in found if term))
