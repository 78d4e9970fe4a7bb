"""Times and persons among the names of a sentence, told by their words.

An entity recogniser would double the cost of the parse and change next to nothing.
"""

import re
from collections.abc import Collection

from spacy.tokens import Token

from mapkit.coding.lexicon import words
from mapkit.geoparsing import persons

_TIMES = words("entities", "times")
_MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"}
)  # fmt: skip
_YEAR = re.compile(r"(?:1[89]|20)\d\ds?")
_TITLES = words("classification", "person_titles")


def names_time(token: Token) -> bool:
    """Return whether a word names a day, an hour, a month or a year."""
    return token.lower_ in _TIMES or token.text in _MONTHS or _YEAR.fullmatch(token.text) is not None


def names_person(token: Token, places: Collection[int] = ()) -> bool:
    """Return whether a name is a person's: it has a title, or begins with a given name.

    Parameters
    ----------
    token : Token
        The last word of the name.
    places : collection of int
        Indices of the tokens that belong to a place's name.
    """
    if token.pos_ != "PROPN" or token.i in places or not token.text[:1].isupper():
        return False
    before = [child for child in token.lefts if child.dep_ == "compound" and child.pos_ == "PROPN"]
    if any(child.lower_.rstrip(".") in _TITLES for child in before):
        return True
    first = before[0].text.upper() if before else ""
    return first in persons.given_names() or first in persons.given_names_abroad()
