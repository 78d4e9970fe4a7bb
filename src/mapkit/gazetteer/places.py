"""Places: every look-up of names, ids and points that the rest of mapkit asks for, over bundled and user rows."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from mapkit import paths
from mapkit.errors import GazetteerError
from mapkit.gazetteer import store
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.index import Hit, Index
from mapkit.gazetteer.names import Kind
from mapkit.gazetteer.table import FEATURE_CLASSES
from mapkit.model import Place

_HALF_TURN_KM = 20_038.0
_CUTOFF = 0.6
#: Countries as they are today, then those that depend on others.
_STATES = ("PCLI", "PCLD", "PCLF", "PCLS", "PCLIX", "PCL", "TERR")
_T = TypeVar("_T")


class Match(NamedTuple):
    """A place that a name led to: how the name belongs to it, and its renown less what that kind of name takes off."""

    place: Place
    kind: Kind
    score: float


class Places:
    """The places of the world, looked up offline: what geoparsing needs, without a geocoder's imports.

    Parameters
    ----------
    path : pathlib.Path, optional
        The gazetteer's CSV; the bundled one by default.
    user_path : pathlib.Path, optional
        The CSV of the user's own rows; `gazetteer.csv` in `mapkit.paths.user_dir()` by default. It need not exist. Of a
        bundled and a user row with the same id one counts: the user's, unless it comes from a GeoNames dump, which
        knows less than the bundled row (no shape, no second-level division, no authored names).
    progress : callable, optional
        Called with the count of rows done since the last call while an index must be compiled.

    Raises
    ------
    GazetteerError
        Where a CSV is missing or not valid.
    """

    def __init__(
        self, path: Path | None = None, *, user_path: Path | None = None, progress: store.Progress | None = None
    ) -> None:
        self.path = path or paths.data_dir() / "gazetteer.csv"
        self.user_path = user_path or paths.user_dir() / "gazetteer.csv"
        self._indexes = [store.open_index(self.path, progress=progress)]
        self._hidden: list[npt.NDArray[np.bool_] | None] = [None]
        if self.user_path.is_file():
            user = store.open_index(self.user_path, progress=progress)
            self._hidden = list(store.overlap(self._indexes[0], user))
            self._indexes.append(user)

    def __len__(self) -> int:
        return sum(index.size for index in self._indexes) - self._hidden_count

    def __contains__(self, gazetteer_id: str) -> bool:
        return any(index.row_of(gazetteer_id) is not None for index in self._indexes)

    def get(self, gazetteer_id: str) -> Place:
        """Return the place of an id.

        Raises
        ------
        KeyError
            Where no row has it.
        """
        index, row = self._find(gazetteer_id)
        return index.place(row)

    def names(self, gazetteer_id: str) -> tuple[str, ...]:
        """Return a place's alternate names, as its CSV row lists them.

        Raises
        ------
        KeyError
            Where no row has this id.
        """
        index, row = self._find(gazetteer_id)
        return index.names(row)

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places of a name, best known first; case, accents, apostrophes and hyphens do not matter."""
        return self.lookup_folded(fold(name))

    def lookup_folded(self, key: str) -> tuple[Place, ...]:
        """Return the places of a name that is folded already, best known first."""
        if len(self._indexes) > 1:
            return tuple(match.place for match in self._merged(index.lookup(key) for index in self._indexes))
        index = self._indexes[0]
        return tuple(map(index.place, index.rows(key)))

    def matches(self, name: str) -> tuple[Match, ...]:
        """Return what `lookup` does, with how the name belongs to each place: its own, an alternate or a variant."""
        key = fold(name)
        return tuple(self._merged(index.lookup(key) for index in self._indexes))

    def has_prefix(self, folded: str) -> bool:
        """Tell whether any folded name starts with this folded text: for scanning a text for its longest names."""
        return any(index.has_prefix(folded) for index in self._indexes)

    def prefix(self, text: str, limit: int = 10) -> list[Place]:
        """Return the best known places with a name that starts with this text; none for an empty text."""
        key = fold(text)
        if not key:
            return []
        found = [
            self._visible(index, partial(index.prefix, key), limit, lambda hit: hit.row) for index in self._indexes
        ]
        return [match.place for match in self._merged(found)][:limit]

    def fuzzy(self, text: str, limit: int = 10) -> list[tuple[Place, float]]:
        """Return places whose name is like this text, with the likeness from 0 to 1 (1: the same), most alike first."""
        key = fold(text)
        if not key:
            return []
        found = [
            (index, hit, likeness)
            for index in self._indexes
            for hit, likeness in self._visible(
                index, partial(index.fuzzy, key, cutoff=_CUTOFF), limit, lambda item: item[0].row
            )
        ]
        found.sort(key=lambda item: (-round(item[2], 3), -item[1].score, item[1].row))
        return [(index.place(hit.row), likeness) for index, hit, likeness in found[:limit]]

    def nearest(
        self,
        lat: float,
        lon: float,
        limit: int = 1,
        feature_classes: Iterable[str] | None = None,
        max_km: float | None = None,
    ) -> list[tuple[Place, float]]:
        """Return the places nearest to a point with their great-circle distance in km, nearest first.

        Parameters
        ----------
        lat, lon : float
            WGS84 degrees.
        limit : int
        feature_classes : iterable of str, optional
            GeoNames classes, all of them by default; `"P"` for towns and villages.
        max_km : float, optional
            Nothing farther than this.
        """
        classes = _classes(feature_classes)
        reach = _HALF_TURN_KM if max_km is None else max_km
        lon = turned(lon)
        found = [
            (km, index, row)
            for index in self._indexes
            for row, km in self._visible(
                index,
                partial(index.nearest, lat, lon, feature_classes=classes, max_km=reach),
                limit,
                lambda item: item[0],
            )
        ]
        return [(index.place(row), km) for km, index, row in sorted(found, key=lambda item: (item[0], item[2]))[:limit]]

    def within(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        limit: int = 100,
        feature_classes: Iterable[str] | None = None,
    ) -> list[Place]:
        """Return the best known places in a box, best known first.

        Parameters
        ----------
        west, south, east, north : float
            WGS84 degrees; `west > east` means a box across the antimeridian.
        limit : int
        feature_classes : iterable of str, optional
            GeoNames classes, all of them by default.
        """
        classes = _classes(feature_classes)
        if east - west >= 360:  # the whole circle
            west, east = -180.0, 180.0
        else:
            west, east = turned(west), turned(east)
        found = [
            (-index.renown(row), index, row)
            for index in self._indexes
            for row in self._visible(
                index, partial(index.within, west, south, east, north, feature_classes=classes), limit, lambda row: row
            )
        ]
        return [index.place(row) for _, index, row in sorted(found, key=lambda item: (item[0], item[2]))[:limit]]

    def country(self, code: str) -> Place | None:
        """Return the country of an ISO 3166-1 alpha-2 code, None where there is none."""
        return self._countries.get(code)

    @cached_property
    def _countries(self) -> dict[str, Place]:
        rows = (
            (index, row) for index in self._indexes for code in _STATES for row in index.rows_of("feature_code", code)
        )
        found: dict[str, Place] = {}
        for index, row in rows:
            place = index.place(row)
            found.setdefault(place.country, place)
        return found

    def admin1_names(self) -> dict[str, str]:
        """Return the English name of every first-level division by its code ("UA.05")."""
        return {
            place.admin1_code: place.admin1
            for index in reversed(self._indexes)
            for place in map(index.place, index.rows_of("feature_code", "ADM1"))
        }

    def info(self) -> dict[str, Any]:
        """Return what the gazetteer holds: counts of rows by source and class, of names, and the size of the index."""
        bundled = self._indexes[0]
        files = [file for index in self._indexes for file in index.folder.iterdir()]
        return {
            "path": str(self.path),
            "user_path": str(self.user_path) if len(self._indexes) > 1 else None,
            "places": len(self),
            "user_places": sum(index.size for index in self._indexes[1:]),
            "hidden_places": self._hidden_count,
            "names": sum(index.names_count for index in self._indexes),
            "by_class": bundled.count("feature_class"),
            "by_source": bundled.count("source"),
            "index": [str(index.folder) for index in self._indexes],
            "index_bytes": sum(file.stat().st_size for file in files),
        }

    @property
    def _hidden_count(self) -> int:
        return sum(int(np.count_nonzero(mask)) for mask in self._hidden if mask is not None)

    def _find(self, gazetteer_id: str) -> tuple[Index, int]:
        for index, mask in zip(self._indexes, self._hidden, strict=True):
            row = index.row_of(gazetteer_id)
            if row is not None and (mask is None or not mask[row]):
                return index, row
        raise KeyError(gazetteer_id)

    def _mask(self, index: Index) -> npt.NDArray[np.bool_] | None:
        return self._hidden[self._indexes.index(index)]

    def _visible(
        self, index: Index, fetch: Callable[[int], list[_T]], limit: int, row_of: Callable[[_T], int]
    ) -> list[_T]:
        """Ask an index for ever more until enough of what it finds is not hidden by a row of the other index."""
        mask = self._mask(index)
        wanted = limit
        while True:
            found = fetch(wanted)
            shown = found if mask is None else [item for item in found if not mask[row_of(item)]]
            if len(shown) >= limit or len(found) < wanted:
                return shown[:limit]
            wanted *= 4

    def _merged(self, found: Iterable[list[Hit]]) -> Iterator[Match]:
        parts = []
        for index, mask, hits in zip(self._indexes, self._hidden, found, strict=True):
            parts.append([(index, hit) for hit in hits if mask is None or not mask[hit.row]])
        merged = heapq.merge(*parts, key=lambda part: (-part[1].score, part[1].row)) if len(parts) > 1 else parts[0]
        for index, hit in merged:
            yield Match(index.place(hit.row), hit.kind, hit.score)


def _classes(feature_classes: Iterable[str] | None) -> str | None:
    if feature_classes is None:
        return None
    classes = "".join(feature_classes)
    if unknown := set(classes) - set(FEATURE_CLASSES):
        raise GazetteerError(f"no feature class {''.join(sorted(unknown))!r}: known are {', '.join(FEATURE_CLASSES)}")
    return classes


def turned(degrees: float) -> float:
    """Return a longitude in -180 to 180, whatever turn it was given in."""
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180  # degrees of a circle
