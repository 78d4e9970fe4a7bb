"""Whether a noun means human beings, also one that no list holds ("seamstresses", "boatmen", "two TikTokers")."""

from functools import lru_cache

from mapkit.coding.countables import singular
from mapkit.coding.lexicon import words

_ENDINGS = (
    "man", "men", "woman", "women", "people", "folk", "child", "children", "boy", "girl", "mate", "wright", "smith",
    "ist", "ian", "eer", "ee", "er", "or", "hand", "kin", "goer", "holder", "maid", "bearer",
)  # fmt: skip
#: Nouns with such an ending that mean things ("water", "committee", "missile launcher").
_THINGS = words("people", "things")
_SHORTEST = 5


@lru_cache(maxsize=20_000)
def means_people(form: str) -> bool:
    """Return whether the ending of a lower-case common noun shows that it means people.

    Parameters
    ----------
    form : str
        Any form of the noun; of "tea-pickers" the last part counts.
    """
    noun = singular(form.rpartition("-")[2])
    if len(noun) < _SHORTEST or noun in _THINGS or form in _THINGS:
        return False
    return noun.endswith(_ENDINGS)
