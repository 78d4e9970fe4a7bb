"""The gazetteer: every name lookup, search and geocode that the rest of mapkit asks for, over bundled and user rows."""

import heapq
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from mapkit import paths
from mapkit.errors import GazetteerError
from mapkit.gazetteer import containment, store
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.index import Hit, Index
from mapkit.gazetteer.names import Kind
from mapkit.gazetteer.table import FEATURE_CLASSES
from mapkit.model import Place

_HALF_TURN_KM = 20_038.0
_CUTOFF = 0.6


class Match(NamedTuple):
    """A place that a name led to: how the name belongs to it, and its renown less what that kind of name takes off."""

    place: Place
    kind: Kind
    score: float


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """The places of the world, looked up offline; a geopy geocoder.

    Parameters
    ----------
    path : pathlib.Path, optional
        The gazetteer's CSV; the bundled one by default.
    user_path : pathlib.Path, optional
        The CSV of the user's own rows; `gazetteer.csv` in `mapkit.paths.user_dir()` by default. It need not exist. A
        user row takes the place of a bundled row with the same id.
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
        super().__init__()
        self.path = path or paths.data_dir() / "gazetteer.csv"
        self.user_path = user_path or paths.user_dir() / "gazetteer.csv"
        self._indexes = [store.open_index(self.path, progress=progress)]
        self._hidden: frozenset[int] = frozenset()
        if self.user_path.is_file():
            user = store.open_index(self.user_path, progress=progress)
            rows = (self._indexes[0].row_of(user.place(row).gazetteer_id) for row in range(user.size))
            self._hidden = frozenset(row for row in rows if row is not None)
            self._indexes.append(user)

    def __len__(self) -> int:
        return sum(index.size for index in self._indexes) - len(self._hidden)

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
        return tuple(match.place for match in self.matches(name))

    def matches(self, name: str) -> tuple[Match, ...]:
        """Return what `lookup` does, with how the name belongs to each place: as its name, an alternate or a variant."""
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
        wanted = limit + len(self._hidden)
        return [match.place for match in self._merged(index.prefix(key, wanted) for index in self._indexes)][:limit]

    def fuzzy(self, text: str, limit: int = 10) -> list[tuple[Place, float]]:
        """Return places whose name is like this text, with the likeness from 0 to 1 (1: the same), most alike first."""
        key = fold(text)
        found = [
            (index, hit, likeness)
            for index in self._indexes
            for hit, likeness in (index.fuzzy(key, limit + len(self._hidden), _CUTOFF) if key else ())
            if self._shown(index, hit.row)
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
        wanted = limit + len(self._hidden)
        found = [
            (km, index, row)
            for index in self._indexes
            for row, km in index.nearest(lat, _longitude(lon), wanted, classes, reach)
            if self._shown(index, row)
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
            west, east = _longitude(west), _longitude(east)
        wanted = limit + len(self._hidden)
        found = [
            (-index.renown(row), index, row)
            for index in self._indexes
            for row in index.within(west, south, east, north, wanted, classes)
            if self._shown(index, row)
        ]
        return [index.place(row) for _, index, row in sorted(found, key=lambda item: (item[0], item[2]))[:limit]]

    def info(self) -> dict[str, Any]:
        """Return what the gazetteer holds: counts of rows by source and class, of names, and the size of the index."""
        bundled = self._indexes[0]
        files = [file for index in self._indexes for file in index.folder.iterdir()]
        return {
            "path": str(self.path),
            "user_path": str(self.user_path) if len(self._indexes) > 1 else None,
            "places": len(self),
            "user_places": sum(index.size for index in self._indexes[1:]),
            "replaced_places": len(self._hidden),
            "names": sum(index.names_count for index in self._indexes),
            "by_class": bundled.count("feature_class"),
            "by_source": bundled.count("source"),
            "index": [str(index.folder) for index in self._indexes],
            "index_bytes": sum(file.stat().st_size for file in files),
        }

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002 - geopy's signature; nothing here can time out
        limit: int = 10,
        country_codes: str | Iterable[str] | None = None,
    ) -> Location | list[Location] | None:
        """Return the place of a query such as "Pokrovsk, Donetsk Oblast, Ukraine".

        Parameters
        ----------
        query : str
            A name, with the divisions or the country it lies in after commas. Where no place has the name, those
            most alike are taken.
        exactly_one : bool
            The best place alone (default), or a list of up to `limit`.
        timeout : object
            Ignored.
        limit : int
        country_codes : str or iterable of str, optional
            Only places of these countries (ISO 3166-1 alpha-2).

        Returns
        -------
        geopy.location.Location, list of it, or None
            `raw` is the place as a dict.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            For a query without a name, or a limit below one.
        """
        name, *context = [part.strip() for part in str(query).split(",") if fold(part)] or [""]
        if not name:
            raise GeocoderQueryError("the query holds no place name")
        if limit < 1:
            raise GeocoderQueryError(f"limit is {limit}: at least 1 is expected")
        places = list(self.lookup(name)) or [place for place, _ in self.fuzzy(name, 50)]
        if country_codes is not None:
            codes = {country_codes} if isinstance(country_codes, str) else set(country_codes)
            places = [place for place in places if place.country.lower() in {code.lower() for code in codes}]
        places = containment.narrow(places, [self.lookup(part) for part in context])
        locations = [_location(place) for place in places[:limit]]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002 - geopy's signature; nothing here can time out
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the populated place nearest to a point.

        Parameters
        ----------
        query : geopy.point.Point, (latitude, longitude) or str
        exactly_one : bool
            The nearest alone (default), or a list of up to `limit`.
        timeout : object
            Ignored.
        limit : int

        Raises
        ------
        geopy.exc.GeocoderQueryError
            Where the query is no point on Earth.
        """
        try:
            point = Point(query)
        except (ValueError, TypeError) as error:
            raise GeocoderQueryError(f"{query!r} is no point: {error}") from error
        found = self.nearest(point.latitude, point.longitude, 1 if exactly_one else limit, "P")
        locations = [_location(place) for place, _ in found]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    @cached_property
    def _bundled(self) -> Index:
        return self._indexes[0]

    def _find(self, gazetteer_id: str) -> tuple[Index, int]:
        for index in reversed(self._indexes):
            if (row := index.row_of(gazetteer_id)) is not None:
                return index, row
        raise KeyError(gazetteer_id)

    def _shown(self, index: Index, row: int) -> bool:
        return not (self._hidden and index is self._bundled and row in self._hidden)

    def _merged(self, found: Iterable[list[Hit]]) -> Iterator[Match]:
        parts = [
            [(index, hit) for hit in hits if self._shown(index, hit.row)]
            for index, hits in zip(self._indexes, found, strict=True)
        ]
        for index, hit in heapq.merge(*parts, key=lambda part: (-part[1].score, part[1].row)):
            yield Match(index.place(hit.row), hit.kind, hit.score)


def _classes(feature_classes: Iterable[str] | None) -> str | None:
    if feature_classes is None:
        return None
    classes = "".join(feature_classes)
    if unknown := set(classes) - set(FEATURE_CLASSES):
        raise GazetteerError(f"no feature class {''.join(sorted(unknown))!r}: known are {', '.join(FEATURE_CLASSES)}")
    return classes


def _longitude(degrees: float) -> float:
    """Return a longitude in -180 to 180, whatever turn it was given in."""
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180  # degrees of a circle


def _location(place: Place) -> Location:
    parts = dict.fromkeys(part for part in (place.name, place.admin2, place.admin1, place.country) if part)
    raw = {field: getattr(place, field) for field in Place.__slots__}
    return Location(", ".join(parts), Point(place.latitude, place.longitude), raw)
