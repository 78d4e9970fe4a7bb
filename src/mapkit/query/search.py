"""Text search: the same folding for what is searched and what is asked."""

import re
import unicodedata

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
#: Apostrophes are written in many ways ("Kup'iansk", "Kup’iansk", "Kupʼiansk") and left out as often.
_APOSTROPHES = map(ord, "'’‘ʼ`´ʹ")
#: Signs that no reader sees: soft hyphens, joiners, marks of direction, word joiners and byte order marks.
_UNSEEN = (0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_DROPPED = dict.fromkeys((*_APOSTROPHES, *_UNSEEN))


def fold(text: str) -> str:
    """Return a text without case, accents, apostrophes and signs that no reader sees."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", text.translate(_DROPPED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def terms(text: str) -> tuple[str, ...]:
    """Return the folded words and quoted phrases of a search, each of which must occur."""
    found = (" ".join(fold(phrase or word).split()) for phrase, word in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in found if term))
