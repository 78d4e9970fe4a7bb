"""What a span tells by itself: its words, and what the gazetteer knows of them, as named features."""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from mapkit.geoparsing import persons, vocabulary
from mapkit.geoparsing.candidates import Name

_REGIONS = frozenset({"CONT", "RGN", "OCN", "SEA", "GULF", "STRT"})
_TOWNS = ((1_000_000, "1M"), (100_000, "100k"), (20_000, "20k"), (3_000, "3k"))
_REMEMBERED = 50_000
#: Capitals up to this length may be an acronym.
CODE = 3


@cache
def _ordinary() -> dict[str, frozenset[str]]:
    """Return the ordinary words that are names of places too: "verbs" (adjectives and adverbs as well) and "nouns"."""
    text = resources.files(__package__).joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {key: frozenset(words.split()) for key, _, words in rows}


def kind_of(name: Name) -> str:
    """Return the best kind of place that bears a name, in a word."""
    places = name.places
    if not places:
        return "unknown"
    codes = {place.feature_code for place in places}
    classes = {place.feature_class for place in places}
    loose = "" if name.listed else "loosely "
    if any(code.startswith("PCL") or code == "TERR" for code in codes):
        return f"{loose}country"
    if "PPLC" in codes:
        return f"{loose}capital"
    if "ADM1" in codes:
        return f"{loose}division"
    if codes & _REGIONS:
        return f"{loose}region"
    if "P" in classes:
        population = max(place.population for place in places if place.feature_class in "PA")
        size = next((label for bound, label in _TOWNS if population >= bound), "")
        return f"{loose}town {size}" if size else f"{loose}village"
    return f"{loose}small division" if "A" in classes else f"{loose}only {min(classes)}"


def of_name(name: Name) -> list[str]:
    """Return the features of a name by itself."""
    places = name.places
    found = [f"known={name.kind}"]
    if places:
        loud = name.text.isupper() and len(name.text) > CODE
        exact = any(place.name == name.text or (loud and place.name.upper() == name.text) for place in places)
        found.append("main name" if exact else "other name")
        found.append(f"{name.kind}, {'main' if exact else 'other'} name")
        if name.is_code and not exact and not {p.feature_class for p in places} & {"A", "L"}:
            found.append("known=code")
        found.append(f"bearers={'1' if len(places) == 1 else '2-5' if len(places) < 6 else 'many'}")
    return found


@lru_cache(maxsize=_REMEMBERED)
def of_text(text: str) -> tuple[str, ...]:
    """Return the features of a span's own words."""
    words = text.split(" ")
    found = [f"words={min(len(words), 4)}"]
    upper = text.isupper() and len(text) > 1
    if upper:
        bare = len(text.replace(".", ""))
        found.append("acronym" if bare <= 5 else "capitals")
        if bare <= 3:
            found.append("short acronym")
        if "." in text:
            found.append("dotted")
        if bare <= 5:
            found.append(f"acronym={text.replace('.', '')}")
    elif len(text) <= 3:
        found.append("short")
    if any(ch.isdigit() for ch in text):
        found.append("digits")
    ordinary = _ordinary()
    lower = [word.lower() for word in words]
    if all(word in ordinary["verbs"] for word in lower):
        found.append("ordinary=verb")
    if all(word in ordinary["nouns"] or word in ordinary["verbs"] for word in lower):
        found.append("ordinary=word")
    if text.lower() in vocabulary.SEATS:
        found.append("seat of government")
    if text.lower() in vocabulary.DISEASES:
        found.append("disease")
    if text.lower() in vocabulary.BRANDS:
        found.append("brand")
    if len(words) == 1:
        found += _of_single(text)
    else:
        found += _of_several(words)
    if "-" in text:
        found.append("hyphen")
    return tuple(found)


def _of_single(word: str) -> list[str]:
    found = []
    lower, upper = word.lower(), word.upper()
    if lower in vocabulary.GENERIC:
        found.append("generic word")
    if lower in vocabulary.PERSON_TITLES:
        found.append("title")
    if upper in persons.given_names():
        found.append("given name")
    elif upper in persons.given_names_abroad():
        found.append("given name abroad")
    if upper in persons.surnames():
        found.append("common surname")
    elif upper in persons.surnames_abroad():
        found.append("surname abroad")
    return found


def _of_several(words: Sequence[str]) -> list[str]:
    last, first = words[-1], words[0]
    found = [f"name ends={last.lower()}", f"name starts={first.lower()}"]
    if last in vocabulary.NAME_TAILS:
        found.append("tail")
    if last in vocabulary.SPOT_TAILS:
        found.append("tail=spot")
    if last in vocabulary.VENUE_TAILS:
        found.append("tail=venue")
    if last in vocabulary.LOCAL_TAILS or first in ("Lake", "Mount", "Mt", "Mt."):
        found.append("tail=local")
    if last.lower() in vocabulary.ORGANISATION_WORDS:
        found.append("tail=organisation")
    if first in vocabulary.NAME_HEADS:
        found.append("head")
    if first.upper() in persons.given_names():
        found.append("starts with a given name")
    elif first.upper() in persons.given_names_abroad():
        found.append("starts with a given name abroad")
    if len(words) == 2 and last.upper() in persons.surnames():
        found.append("ends with a common surname")
    if first.rstrip(".").lower() in vocabulary.PERSON_TITLES:
        found.append("starts with a title")
    if any((len(word) == 2 and word[1] == ".") or len(word) == 1 for word in words[:-1]):
        found.append("holds an initial")
    if any(word.endswith(("'s", "’s")) for word in words):
        found.append("holds a possessive")
    if any(word in ("of", "de", "the", "and", "for") for word in words):
        found.append("holds a small word")
    return found
