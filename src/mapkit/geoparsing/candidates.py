"""Which places a name may mean: the gazetteer's own answer, and lenient forms of the name where it has none."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Protocol

from mapkit.gazetteer import fold
from mapkit.geoparsing import vocabulary
from mapkit.model import Place

#: More namesakes than this are never weighed; the gazetteer gives the best known first.
_LIMIT = 150
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
_DIVISION_FORMS = ("{} Oblast", "{} Region", "{} Province", "{} Governorate", "{} State", "{} District", "{} Krai")


class Names(Protocol):
    """What geoparsing needs of a gazetteer."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places of a name, best known first."""

    def has_prefix(self, folded: str) -> bool:
        """Tell whether any folded name starts with this text."""


class Candidates:
    """Look-ups of one gazetteer with lenient forms, remembered while documents pass.

    Parameters
    ----------
    gazetteer : Names
        Usually a `mapkit.gazetteer.Gazetteer`.
    """

    def __init__(self, gazetteer: Names) -> None:
        self.gazetteer = gazetteer
        self._exact: dict[str, tuple[Place, ...]] = {}
        self._lenient: dict[str, tuple[Place, ...]] = {}
        self._prefix: dict[str, bool] = {}

    def exact(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name (folded: no case, diacritics or apostrophes)."""
        found = self._exact.get(name)
        if found is None:
            found = self._remember(self._exact, name, self.gazetteer.lookup(name)[:_LIMIT])
        return found

    def has_prefix(self, name: str) -> bool:
        """Tell whether a name of the gazetteer starts with this text."""
        found = self._prefix.get(name)
        if found is None:
            found = self.gazetteer.has_prefix(fold(name))
            if len(self._prefix) > 200_000:
                self._prefix.clear()
            self._prefix[name] = found
        return found

    def of(self, name: str) -> tuple[Place, ...]:
        """Return the places that a name may mean: of its own, else of its lenient forms.

        The division that shares the name of its seat ("Kursk" for Kursk Oblast) is always among them.
        """
        found = self._lenient.get(name)
        if found is None:
            places = dict.fromkeys(self.exact(name))
            if not places:
                for form in _lenient(name):
                    places.update(dict.fromkeys(self.exact(form)))
                    if places:
                        break
            if " " not in name.strip():
                for form in _DIVISION_FORMS:
                    places.update(dict.fromkeys(p for p in self.exact(form.format(name)) if p.feature_class == "A"))
            found = self._remember(self._lenient, name, tuple(places)[:_LIMIT] or self._town_of(name))
        return found

    def _town_of(self, name: str) -> tuple[Place, ...]:
        """Return the towns and divisions that an unlisted building is called after ("Cavan Town Hall")."""
        words = name.split(" ")
        if words[-1] not in vocabulary.NAMED_AFTER_TOWN:
            return ()
        for length in range(len(words) - 1, 0, -1):
            stem = " ".join(words[:length])
            if length > 1 or stem.lower() not in vocabulary.GENERIC:
                places = tuple(p for p in self.exact(stem) if p.feature_class in "PA")
                if places:
                    return places
        return ()

    @staticmethod
    def _remember(memory: dict[str, tuple[Place, ...]], name: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
        if len(memory) > 50_000:  # a stream of documents must not grow without bound
            memory.clear()
        memory[name] = places
        return places


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
        for form in _DIVISION_FORMS:
            yield form.format(stem)
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
