"""Names for the map: in each tile the greatest places whose names fit beside each other.

Which names are shown depends on the zoom and the tile alone, never on the view's edges, so that nothing flickers
while the map is panned. A name is shown unless it would touch a greater place's name that is shown; this is settled
in a few rounds within a tile and its eight neighbours, so that two tiles agree along their common edge.
"""

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from mapkit.errors import FilterError
from mapkit.model import Place
from mapkit.query.projection import BITS, WORLD, Box, project_one

#: Pixels; the client may draw up to twice as wide without touching.
_CHARACTER, _MARGIN, _HEIGHT = 6.4, 14.0, 17.0
_NAME_MAX = 160.0
#: Places asked of the gazetteer a tile: more than fit into its 512 pixels.
_CANDIDATES = 160
_ROUNDS = 3
_TILES_MAX = 400
#: A calm map: the fewest inhabitants of a named town by zoom; capitals are named from zoom 3.
_POPULATION_MIN = (10e6, 6e6, 3e6, 1e6, 400e3, 150e3, 50e3, 15e3, 3e3)
_CAPITALS_FROM = 3
#: More room around a name while the map is small.
_ROOM = (40, 40, 34, 28, 22, 18, 14, 12, 10)
#: Provinces are named at these zooms.
_PROVINCES = range(5, 10)
#: A province gives way to towns of more than 20,000.
_PROVINCE_WEIGHT = 4.3
#: Seas and what belongs to them: their weight among the names, and the zooms at which they are named.
_WATERS: dict[str, tuple[float, Container[int]]] = {
    "OCN": (7.5, range(2, 6)),
    "SEA": (6.8, range(3, 10)),
    "GULF": (6.0, range(4, 10)),
    "BAY": (5.5, range(5, 11)),
    "STRT": (5.2, range(6, 12)),
}
#: What is no more, or is a part of a town: never named, or only when near.
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})
_SECTIONS_FROM = 12
#: GeoNames' ids from about 2023 on, and how near its city a section stands (some 12 km).
_NEW_FROM, _BESIDE_DEG = 12_900_000, 0.11
_RANKS = (1_000_000, 300_000, 100_000, 20_000, 3_000)


class Gazetteer(Protocol):
    """What the labels ask of a gazetteer."""

    def within(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        limit: int = 100,
        feature_classes: Iterable[str] | None = None,
    ) -> list[Place]:
        """Return the best known places in a box."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name at its place; x and y in units of the map, `weight` says which of two gives way."""

    place: Place
    x: int
    y: int
    weight: float

    def to_dict(self, worlds: int) -> dict[str, Any]:
        """Return the label as the browser gets it, so many worlds to the east."""
        place = self.place
        return {
            "name": place.name,
            "lat": round(place.latitude, 5),
            "lon": round(place.longitude + 360.0 * worlds, 5),
            "code": place.feature_code,
            "population": place.population,
            "rank": _rank(place),
        }


class Labels:
    """The names of a gazetteer, by box and zoom.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._candidates = lru_cache(maxsize=2_000)(self._read_candidates)
        self._tile = lru_cache(maxsize=2_000)(self._settle)

    def within(self, box: Box, zoom: int, limit: int) -> list[dict[str, Any]]:
        """Return the labels of all tiles that a box touches, the greatest first.

        Raises
        ------
        FilterError
            Where the box is too big for the zoom to be a screen.
        """
        size = 1 << (BITS - _tile_zoom(zoom))
        columns = range(box.west // size, box.east // size + 1)
        rows = range(box.north // size, box.south // size + 1)
        if len(columns) * len(rows) > _TILES_MAX:
            raise FilterError(f"bbox is too big for z={zoom}")
        found = [
            (label, column * size // WORLD)
            for column in columns
            for row in rows
            for label in self._tile(zoom, column % (WORLD // size), row)
        ]
        found.sort(key=lambda item: (-item[0].weight, item[0].place.gazetteer_id, item[1]))
        return [label.to_dict(worlds) for label, worlds in found[:limit]]

    def _settle(self, zoom: int, column: int, row: int) -> tuple[Label, ...]:
        """Return the labels that are shown in a tile."""
        across = 1 << _tile_zoom(zoom)
        labels: list[Label] = []
        shifts: list[int] = []
        for down in (-1, 0, 1):
            # Where the world is one or two tiles wide, a neighbour is the tile itself or met on both sides.
            for right in (-1, 0, 1):
                if 0 <= row + down < across:
                    tile = self._candidates(zoom, (column + right) % across, row + down)
                    labels += tile
                    shifts += [(column + right) // across * WORLD] * len(tile)
        if not labels:
            return ()
        size = WORLD // across
        x = np.array([label.x for label in labels], dtype=np.float64) + shifts
        y = np.array([label.y for label in labels], dtype=np.float64)
        shown = _shown(labels, x, y, zoom)
        mine = (x // size == column) & (y // size == row)
        return tuple(labels[i] for i in np.flatnonzero(shown & mine))

    def _read_candidates(self, zoom: int, column: int, row: int) -> tuple[Label, ...]:
        size = 1 << (BITS - _tile_zoom(zoom))
        west, east = (edge * size / WORLD * 360.0 - 180.0 for edge in (column, column + 1))
        north, south = _latitude(row * size), _latitude((row + 1) * size)
        towns = self._gazetteer.within(west, south, east, north, _CANDIDATES, ("P",))
        places = [place for place in _without_sections(towns) if _named(place, zoom)]
        if zoom in _PROVINCES:
            regions = self._gazetteer.within(west, south, east, north, _CANDIDATES, ("A",))
            places += [place for place in regions if place.feature_code == "ADM1"]
        if any(zoom in zooms for _, zooms in _WATERS.values()):
            waters = self._gazetteer.within(west, south, east, north, _CANDIDATES, ("H",))
            places += [place for place in waters if zoom in _WATERS.get(place.feature_code, (0, ()))[1]]
        labels = []
        for place in places:
            x, y = project_one(place.latitude, place.longitude)
            if x // size == column and y // size == row:  # a place on the edge belongs to one tile
                labels.append(Label(place, x, y, _weight(place)))
        return tuple(labels)


def _shown(labels: list[Label], x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], zoom: int) -> np.ndarray[Any, Any]:
    """Return which labels are shown: round by round the greatest of those that touch each other."""
    pixels = 256 * 2.0**zoom / WORLD
    room = _ROOM[zoom] if zoom < len(_ROOM) else 6
    widths = np.array([min(_CHARACTER * len(label.place.name), _NAME_MAX) + _MARGIN + room for label in labels])
    touch = (np.abs(x[:, None] - x) * pixels < (widths[:, None] + widths) / 2) & (
        np.abs(y[:, None] - y) * pixels < _HEIGHT + room
    )
    order = sorted(range(len(labels)), key=lambda i: (-labels[i].weight, labels[i].place.gazetteer_id, x[i]))
    position = np.empty(len(labels), dtype=np.int64)
    position[order] = np.arange(len(labels))
    yields = touch & (position < position[:, None])  # [i, j]: i gives way to j
    undecided = np.ones(len(labels), dtype=bool)
    shown = np.zeros(len(labels), dtype=bool)
    for _ in range(_ROUNDS):
        winners = undecided & ~yields[:, undecided].any(axis=1)
        shown |= winners
        undecided &= ~(winners | yields[:, winners].any(axis=1))
    return shown


def _without_sections(towns: list[Place]) -> list[Place]:
    """Return the towns without the sections of cities that GeoNames has lately entered as towns of their own.

    Such a section counts half its city's people and stands beside it: it would take the city's name off the map.
    """
    older = [town for town in towns if not _is_new(town)]
    return [
        town
        for town in towns
        if not _is_new(town)
        or not any(
            city.population * 4 >= town.population
            and abs(city.latitude - town.latitude) < _BESIDE_DEG
            and abs(city.longitude - town.longitude) * math.cos(math.radians(town.latitude)) < _BESIDE_DEG
            for city in older
        )
    ]


def _is_new(town: Place) -> bool:
    return town.gazetteer_id.isdecimal() and int(town.gazetteer_id) >= _NEW_FROM


def _named(place: Place, zoom: int) -> bool:
    """Return whether a town may have its name on the map at a zoom."""
    code = place.feature_code
    if code in _GONE or (code == "PPLX" and zoom < _SECTIONS_FROM):
        return False
    least = _POPULATION_MIN[zoom] if zoom < len(_POPULATION_MIN) else 0
    return place.population >= least or (code == "PPLC" and zoom >= _CAPITALS_FROM)


def _tile_zoom(zoom: int) -> int:
    return max(zoom - 1, 0)


def _latitude(y: int) -> float:
    """Return the latitude of a tile's edge; the outermost tiles reach to the poles."""
    if y <= 0:
        return 90.0
    if y >= WORLD:
        return -90.0
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))


def _weight(place: Place) -> float:
    if place.feature_code in _WATERS:
        return _WATERS[place.feature_code][0]
    if place.feature_code == "ADM1":
        return _PROVINCE_WEIGHT
    bonus = {"PPLC": 1.0, "PPLA": 0.4, "PPLA2": 0.15}.get(place.feature_code, 0.0)
    return round(math.log10(max(place.population, 1)) + bonus, 6)


def _rank(place: Place) -> int:
    """Return 1 for a metropolis or capital to 6 for a village."""
    rank = next((n for n, least in enumerate(_RANKS, 1) if place.population >= least), len(_RANKS) + 1)
    return 1 if place.feature_code == "PPLC" else min(rank, 2) if place.feature_code == "PPLA" else rank
