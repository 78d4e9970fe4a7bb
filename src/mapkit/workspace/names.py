"""The name in the words of an event's place: "around the strategic city of Pokrovsk" and "Pokrovsk" name one place."""

import re
import unicodedata

from mapkit.model import Event

#: Words that stand before a name, in a capital letter where they begin the sentence.
_BEFORE = frozenset({"near", "around", "outside", "inside", "towards", "toward", "in", "at", "on", "off", "the"})
_POSSESSIVE = re.compile(r"['’]s?$")


def place_name(event: Event) -> str | None:
    """Return the folded name of an event's place as the text has it, None where the text names none.

    The words before the first and behind the last capital letter are no part of it; where no letter of a script has
    case, all of the words are.
    """
    words = (event.location_text or event.location or "").split()
    while words and words[0].casefold() in _BEFORE:
        words = words[1:]
    named = [index for index, word in enumerate(words) if any(letter.isupper() for letter in word)]
    if named:
        words = words[named[0] : named[-1] + 1]
    name = _POSSESSIVE.sub("", " ".join(words))
    return unicodedata.normalize("NFKC", name).casefold() or None
