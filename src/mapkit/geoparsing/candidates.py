"""Which places a name may mean: the gazetteer's own answer, and lenient forms of the name where it has none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Protocol

from mapkit.gazetteer import fold
from mapkit.geoparsing import vocabulary
from mapkit.model import Place

#: More namesakes than this are never weighed; the gazetteer gives the best known first.
_LIMIT = 150
#: How many names are remembered.
_KEPT = 50_000
_CODE = 4
_SHORTENED = re.compile(r"[A-Z][a-z]{0,4}['’](?:ll|d|m|re|ve|t)")
#: "IoT" is not the code IOT.
_MIXED = re.compile(r"[A-Z][a-z][A-Z]\w?")
_SAINT = re.compile(r"\b(?:St|Ste)\.?\s", re.IGNORECASE)
_MOUNT = re.compile(r"\bMt\.?\s", re.IGNORECASE)
_FORT = re.compile(r"\bFt\.?\s", re.IGNORECASE)
_DIVISIONS = r"Oblast|Region|Province|Governorate|Prefecture|District|Raion|Rayon|Krai|Okrug|County|State|Territory"
_TAIL = re.compile(
    rf"\s+(?:{_DIVISIONS}|Parish|Municipality|Voivodeship|Emirate|City|Village|Township)$", re.IGNORECASE
)
_OF = re.compile(
    r"^(?:City|Town|Village|Republic|State|Kingdom|Province|County|District|Island|Isle|Gulf|Bay|Commonwealth) of "
    r"(?:the )?(?=\w)",
    re.IGNORECASE,
)
_WATER = re.compile(r"^(?:(?:River|Lake)\s+(?P<after>.+)|(?P<before>.+)\s+(?:River|Lake|Creek))$", re.IGNORECASE)
#: How gazetteers name the division that shares its seat's name.
_DIVISION_TAILS = ("oblast", "region", "province", "governorate", "state", "district", "krai")


class Names(Protocol):
    """What geoparsing needs of a gazetteer."""

    def lookup_folded(self, key: str) -> tuple[Place, ...]:
        """Return the places of a folded name, best known first."""

    def has_prefix(self, folded: str) -> bool:
        """Tell whether any folded name starts with this text."""

    def country(self, code: str) -> Place | None:
        """Return the country of an ISO 3166-1 alpha-2 code."""


@dataclass(slots=True, eq=False)
class Name:
    """What is known of a name by itself, whatever the text: looked up once, remembered while documents pass.

    Parameters
    ----------
    text : str
        As written.
    places : tuple of Place
        What it may mean, best known first: its own bearers, else those of lenient forms, the division that shares the
        name of its seat among them.
    listed : bool
        Whether the gazetteer has the very name.
    continues : bool
        Whether a longer listed name begins so, with another word behind it.
    key : str
        Folded.
    only_spots : bool
        Whether only facilities bear it.
    features : tuple of str
        Filled in by `context`.
    kind : str
        The best kind of place that bears it; filled in by `context`.
    opening : object
        What `mentions` keeps of names that begin so.
    weighed : object
        What `weighing` keeps of the candidates by themselves.
    is_code : bool
        Whether it is written as an airport's or a country's code is.
    never : bool
        Whether it is a word that names no place by itself ("Monday", "I'll").
    """

    text: str
    places: tuple[Place, ...]
    listed: bool
    continues: bool
    key: str
    only_spots: bool = False
    features: tuple[str, ...] = ()
    kind: str = ""
    opening: Any = None
    weighed: Any = None
    is_code: bool = field(init=False)
    never: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_code = len(self.text) <= _CODE and self.text.isupper()
        self.never = self.text.lower() in vocabulary.NEVER or _SHORTENED.fullmatch(self.text) is not None


class Candidates:
    """Look-ups of one gazetteer with lenient forms, remembered while documents pass.

    Parameters
    ----------
    gazetteer : Names
        Usually a `mapkit.gazetteer.Gazetteer`.
    """

    def __init__(self, gazetteer: Names) -> None:
        self.gazetteer = gazetteer
        self._names: dict[str, Name] = {}
        self._divisions: dict[tuple[str, str], Name | None] = {}

    def name(self, text: str) -> Name:
        """Return what is known of a name."""
        found = self._names.get(text)
        if found is None:
            if len(self._names) > _KEPT:  # a stream of documents must not grow without bound
                self._names.clear()
            found = self._names[text] = self._look_up(text)
        return found

    def joins(self, name: Name) -> bool:
        """Tell whether a longer listed name begins so, with more letters behind an apostrophe ("Slov'yansk")."""
        return self.gazetteer.has_prefix(name.key)

    def exact(self, text: str) -> tuple[Place, ...]:
        """Return the places that bear a name (folded: no case, diacritics or apostrophes)."""
        return self.gazetteer.lookup_folded(fold(text))[:_LIMIT]

    def division(self, country: str, text: str) -> Name | None:
        """Return the first-level division of a country that bears a name."""
        key = country, text
        if key not in self._divisions:
            own = tuple(p for p in self.name(text).places if p.country == country and p.feature_class in "AP")
            places = tuple(p for p in own if p.feature_code == "ADM1") or own[:1]
            self._divisions[key] = Name(text, places, listed=True, continues=False, key=fold(text)) if places else None
        return self._divisions[key]

    def country(self, code: str) -> Name | None:
        """Return the country of an ISO 3166-1 alpha-2 code by itself, None where there is none."""
        key = code, ""
        if key not in self._divisions:
            place = self.gazetteer.country(code)
            own = Name(place.name, (place,), listed=True, continues=False, key=fold(place.name)) if place else None
            self._divisions[key] = own
        return self._divisions[key]

    def _look_up(self, text: str) -> Name:
        key = fold(text)
        exact = self.gazetteer.lookup_folded(key)[:_LIMIT]
        if exact and text[:4].lower() == "the " and not any(p.name[:4] == "The " for p in exact):
            exact = ()  # "the Kremlin": the article is no part of the name, as it is of "The Hague"
        if _MIXED.fullmatch(text):
            exact = ()
        found = list(exact)
        joined = " " in text or "-" in text
        if not found and joined:
            found = next((places for form in _lenient(text) if (places := list(self.exact(form)))), [])
        continues = self.gazetteer.has_prefix(f"{key} ")
        if continues and " " not in text:
            found += self._divisions_of(key, {place.gazetteer_id for place in found})
        return Name(
            text=text,
            places=tuple(found[:_LIMIT]) or (self._town_of(text) if joined else ()),
            listed=bool(exact),
            continues=continues,
            key=key,
            only_spots=bool(exact) and all(p.feature_class == "S" for p in exact),
        )

    def _divisions_of(self, key: str, known: set[str]) -> Iterator[Place]:
        """Yield the divisions that share the name of their seat ("Kursk Oblast")."""
        for tail in _DIVISION_TAILS:
            name = f"{key} {tail}"
            if self.gazetteer.has_prefix(name):
                found = self.gazetteer.lookup_folded(name)
                yield from (p for p in found if p.feature_class == "A" and p.gazetteer_id not in known)

    def _town_of(self, text: str) -> tuple[Place, ...]:
        """Return the towns and divisions that an unlisted building is called after ("Cavan Town Hall")."""
        words = text.split(" ")
        if words[-1] not in vocabulary.NAMED_AFTER_TOWN:
            return ()
        for length in range(len(words) - 1, 0, -1):
            stem = " ".join(words[:length])
            if length > 1 or stem.lower() not in vocabulary.GENERIC:
                places = tuple(p for p in self.exact(stem) if p.feature_class in "PA")
                if places:
                    return places
        return ()


def _lenient(name: str) -> Iterator[str]:
    """Yield other spellings under which a gazetteer may list a name, the closest first."""
    if name[:4].lower() == "the ":
        yield name[4:]
        name = name[4:]
    for pattern, full in ((_SAINT, "Saint "), (_MOUNT, "Mount "), (_FORT, "Fort ")):
        if pattern.search(name):
            yield pattern.sub(full, name)
    water = _WATER.match(name)
    if water:
        stem = water["after"] or water["before"]
        yield f"{stem} River" if water["after"] else f"River {stem}"
        yield stem
    if _OF.match(name):
        yield _OF.sub("", name)
    stem = _TAIL.sub("", name)
    if stem != name:
        for tail in _DIVISION_TAILS:
            yield f"{stem} {tail}"
        yield stem
    if name[:3].lower() in ("al-", "al ", "el-", "el "):
        yield name[3:]


@cache
def abbreviations() -> dict[str, tuple[str, str]]:
    """Return (country code, division name) of each abbreviation of a state or province ("Pa.", "CA", "N.S.W.")."""
    found: dict[str, tuple[str, str]] = {}
    text = resources.files(__package__).joinpath("abbreviations.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, forms = line.partition(": ")
            country, _, name = head.partition(" ")
            for form in forms.split():
                found.setdefault(form, (country, name))
    return found
