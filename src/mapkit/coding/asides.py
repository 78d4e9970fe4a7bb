"""Names that only say where another one lies: "Eringeti, 54 kilometres north of Beni", "Karama square in Suwayda"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from mapkit.coding.nesting import FINE, fineness
from mapkit.model import Toponym
from mapkit.text.sentences import Sentence


class _HasToponym(Protocol):
    @property
    def toponym(self) -> Toponym: ...


_Name = TypeVar("_Name", bound=_HasToponym)

_PLACING = r"(?:in|of|near|from|off|outside|beside|along|on|to|towards?|around|at|by|between|inside|within|opposite)"
_NOUN_BEFORE = (
    r"(?:[A-Z]\w+['’]s?\s)?(?:the\s|a\s|an\s)?(?:[\w-]+\s){0,3}?"
    r"(?:(?:city|town|village|port|district|province|region)\sof\s(?:the\s)?)?"
)
#: What stands between a name and one that says where it lies.
_BETWEEN = re.compile(
    rf"(?:\s[a-z][\w-]*){{0,2}}(?:"
    rf"\s?[,(–—]\s?[^,.;:()]{{0,70}}?\b{_PLACING}\s{_NOUN_BEFORE}"
    rf"|\s(?:in|near|outside|off|inside|opposite)\s{_NOUN_BEFORE})\Z"
)
_APPOSED = 3
_OWNER = re.compile(r"['’]s?\s(?:[\w-]+\s){0,3}(?:of\s)?")
_PARTED = re.compile(
    r"\b(?:and|or|but|while|after|before|following|as|then|another|one|others?|when|where|which|who|with|not)\b",
    re.IGNORECASE,
)
_BEARING = re.compile(r"\b(?:north|south|east|west)[\w-]*\sof\s(?:the\s)?(?:\w+\s){0,2}\Z", re.IGNORECASE)
#: Where a person comes from says nothing of where the next name lies: "a man from Turkey outside a shop in X".
_ORIGIN = re.compile(r"\b(?:from|of)\s\Z")
_AT = re.compile(r"\s(?:outside|in|near|inside)\s")
_HALFWAY = re.compile(r"\bbetween\s", re.IGNORECASE)
#: Verbs that only say where something lies.
_LYING = frozenset({"lie", "be", "locate", "situate", "sit", "stand", "call", "name"})
_STREET = re.compile(
    r"\s(?:[Ss]treet|[Aa]venue|[Bb]oulevard|[Ss]quare|[Ll]ane|[Pp]rospekt|[Rr]oundabout|[Ii]nterchange|[Bb]ridge|[Ss]t)\b"
)
_ROAD = re.compile(r"\s(?:[Rr]oad|[Hh]ighway|[Mm]otorway|[Rr]oute|[Tt]rack|[Rr]ailway|[Dd]irection)\b")
_URBAN = re.compile(
    r"\s(?:quarters?|neighbou?rhoods?|districts?|wards?|streets?|avenue|boulevard|square|market|bridge|roundabout|"
    r"interchange|junction|mosque|church|cathedral|hospital|clinic|park|stadium|university|college|school|suburbs?|"
    r"station|terminal|hotel|mall|prison|barracks|roads?|area|estate|slum|block|gates?|palace|bus|camp|checkpoint)\b",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\s(?:countryside|district|province|region|governorate|oblast|county|state|cercle|township)\b", re.IGNORECASE
)
_SECTOR = re.compile(r"\s(?:axis|axes|direction|sector|front|pocket|salient|operational\s\w+)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\s(?:quarter|neighbou?rhood|suburb|ward|market)s?\b")
_URBAN_BEFORE = re.compile(
    r"\b(?:quarter|neighbou?rhood|district|suburb|ward|area|market|square|mosque|church|hospital)s?\s(?:of|called)\s\Z",
    re.IGNORECASE,
)


def described(name: Toponym, names: Sequence[Toponym], sentence: Sentence) -> Toponym | None:
    """Return the name that another one only describes by where it lies, or None."""
    text, origin = sentence.text, sentence.start
    for other in reversed([item for item in names if item.end <= name.start]):
        between = text[other.end - origin : name.start - origin]
        if not between.lstrip().startswith(",") and _BEARING.search(text[: other.start - origin]):
            continue  # "attacked east of Pokrovsk near Hrodivka": near Hrodivka
        if fineness(other.place) < min(FINE, fineness(name.place)):
            continue  # "in Ukraine, particularly around Pokrovsk": a wide area is not told by what lies in it
        of_country = other.place is not None and other.place.feature_class == "A"
        if of_country and _ORIGIN.search(text[: other.start - origin]) and _AT.match(between):
            continue
        if _lies(between) and not _acts(sentence, other.end, name.start):
            return other
        halfway = _HALFWAY.search(between)
        if halfway and re.search(r"\sand\s", between) and _lies(between[: halfway.end()] + "the "):
            return None if _acts(sentence, other.end, name.start) else other
    return None


def describing(name: Toponym, names: Sequence[Toponym], sentence: Sentence) -> Toponym | None:
    """Return the name that says where one lies ("X square in Y", "X, near Y", "Y's X"), or None."""
    text, origin = sentence.text, sentence.start
    for other in names:
        if _AREA.match(text, other.end - origin):
            continue
        if 0 <= other.start - name.end <= _APPOSED and _apposed(text, name.end - origin, other, origin):
            return other
        if other.start >= name.end and described(other, [name], sentence) is name:
            return other
        if other.end <= name.start and _OWNER.fullmatch(text, other.end - origin, name.start - origin):
            return other
    return None


def _apposed(text: str, start: int, town: Toponym, origin: int) -> bool:
    """Return whether a town follows a name as what it lies in ("Singjamei, Imphal"), not as the next of a list."""
    between, after = text[start : town.start - origin], text[town.end - origin :][:6]
    return re.fullmatch(r"\s?,\s|\s\(", between) is not None and not re.match(r",?\s(?:and|or)\b|,\s[A-Z]", after)


def without_asides(names: Sequence[_Name], sentence: Sentence) -> list[_Name]:
    """Return the names that do not just say where another one lies; areas stay, as wider places."""
    every = [name.toponym for name in names]
    return [n for n in names if not _point(n.toponym) or described(n.toponym, every, sentence) is None]


def is_road(name: Toponym, sentence: Sentence) -> bool:
    """Return whether a name is only where a road leads ("on the Funtua road")."""
    return _ROAD.match(sentence.text, name.end - sentence.start) is not None


def is_sector(name: Toponym, sentence: Sentence) -> bool:
    """Return whether a name stands for a stretch of a front ("the Lyman axis")."""
    return _SECTOR.match(sentence.text, name.end - sentence.start) is not None


def is_urban(name: Toponym, sentence: Sentence) -> bool:
    """Return whether the words around a name say that it is a part of a town."""
    at = name.start - sentence.start
    if any(_URBAN.fullmatch(f" {word}") for word in name.text.split()[1:]) or name.text == "Old Town":
        return True
    return bool(_URBAN.match(sentence.text, name.end - sentence.start) or _URBAN_BEFORE.search(sentence.text[:at]))


def as_street(name: Toponym, sentence: Sentence) -> Toponym:
    """Return a street's or quarter's name without the far-off place that it was named after ("Lomonosov Street")."""
    if name.place is None or name.place.feature_class not in "AP":
        return name
    after = name.end - sentence.start
    area = name.place.feature_class == "A" and _QUARTER.match(sentence.text, after)
    return replace(name, place=None) if area or _STREET.match(sentence.text, after) else name


def _point(name: Toponym) -> bool:
    return name.place is not None and name.place.feature_class in "PSR"


def _lies(between: str) -> bool:
    return _BETWEEN.fullmatch(between) is not None and _PARTED.search(between) is None


def _acts(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        token.pos_ == "VERB" and token.lemma_.lower() not in _LYING and start <= sentence.start_of(token) < end
        for token in sentence.tokens
    )
