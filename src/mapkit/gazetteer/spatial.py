"""Places by position: nearest neighbours and what lies in a box, over arrays that stay on disk.

Rows are ordered by feature class, then by a band of latitude half a degree high, then by longitude, so that every
window of a query is one slice found by binary search. Distances are great circles on the mean sphere (at most 0.5 %
from the ellipsoid): good for ranking; `mapkit.measure` is there for exact lengths.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mapkit.gazetteer.table import FEATURE_CLASSES

EARTH_RADIUS_KM = 6371.0088
_BAND_DEGREES = 0.5
_BANDS = int(180 / _BAND_DEGREES)
_HALF_TURN_KM = math.pi * EARTH_RADIUS_KM
_FIRST_RADIUS_KM = 12.0
_SCAN_CHUNK = 8192

Rows = npt.NDArray[np.uint32]
Degrees = npt.NDArray[np.float64]


def arrays(classes: npt.NDArray[np.uint8], latitude: Degrees, longitude: Degrees) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays that `SpatialIndex` reads: the rows in spatial order, their coordinates, and where bands start.

    Parameters
    ----------
    classes : array of uint8
        Each row's position in `FEATURE_CLASSES`.
    latitude, longitude : arrays of float64
        WGS84 degrees.
    """
    bands = _band(latitude)
    order = np.lexsort((longitude, bands, classes))
    cell = classes[order].astype(np.int64) * _BANDS + bands[order]
    starts = np.searchsorted(cell, np.arange(len(FEATURE_CLASSES) * _BANDS + 1))
    return {
        "spatial_rows": order.astype(np.uint32),
        "spatial_latitude": latitude[order],
        "spatial_longitude": longitude[order],
        "spatial_starts": starts.astype(np.uint32),
    }


def _band(latitude: Degrees) -> npt.NDArray[np.int64]:
    return np.clip(((latitude + 90) / _BAND_DEGREES).astype(np.int64), 0, _BANDS - 1)


def great_circle_km(latitude: float, longitude: float, latitudes: Degrees, longitudes: Degrees) -> Degrees:
    """Return the distances in km from one point to many (haversine, mean sphere)."""
    phi, phis = math.radians(latitude), np.radians(latitudes)
    half = np.sin((phis - phi) / 2) ** 2
    half = half + math.cos(phi) * np.cos(phis) * np.sin(np.radians(longitudes - longitude) / 2) ** 2
    distances: Degrees = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distances


class SpatialIndex:
    """Rows by position.

    Parameters
    ----------
    parts : mapping of str to array
        What `arrays` made (memory-mapped as a rule).
    latitude, longitude : arrays of float64
        WGS84 degrees by row; rows are numbered best known first.
    classes : array of uint8
        Each row's position in `FEATURE_CLASSES`.
    """

    def __init__(
        self,
        parts: Mapping[str, npt.NDArray[Any]],
        latitude: Degrees,
        longitude: Degrees,
        classes: npt.NDArray[np.uint8],
    ) -> None:
        self._rows = parts["spatial_rows"]
        self._latitudes = parts["spatial_latitude"]
        self._longitudes = parts["spatial_longitude"]
        self._starts = parts["spatial_starts"]
        self._latitude = latitude
        self._longitude = longitude
        self._classes = classes

    def nearest(
        self, latitude: float, longitude: float, limit: int, classes: Sequence[int], max_km: float
    ) -> list[tuple[int, float]]:
        """Return up to `limit` rows with their distance in km, nearest first, none beyond `max_km`."""
        radius = min(_FIRST_RADIUS_KM, max_km)
        while True:
            rows, distances = self._around(latitude, longitude, radius, classes)
            inside = distances <= radius
            if np.count_nonzero(inside) >= limit or radius >= max_km or radius >= _HALF_TURN_KM:
                rows, distances = rows[inside], distances[inside]
                order = np.lexsort((rows, distances))[:limit]
                return [(int(rows[i]), float(distances[i])) for i in order]
            radius = min(radius * 3, max_km, _HALF_TURN_KM)

    def within(
        self, west: float, south: float, east: float, north: float, limit: int, classes: Sequence[int]
    ) -> list[int]:
        """Return up to `limit` rows in a box, best known first; `west > east` is a box across the antimeridian."""
        windows = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        slices = [s for window in windows for s in self._slices(south, north, *window, classes)]
        if sum(stop - start for start, stop in slices) > 4 * _SCAN_CHUNK:
            return self._best_known(windows, south, north, limit, classes)
        if not slices:
            return []
        rows = np.concatenate([self._rows[start:stop] for start, stop in slices])
        latitudes = np.concatenate([self._latitudes[start:stop] for start, stop in slices])
        rows = np.unique(rows[(latitudes >= south) & (latitudes <= north)])[:limit]
        return [int(row) for row in rows]

    def _best_known(
        self, windows: list[tuple[float, float]], south: float, north: float, limit: int, classes: Sequence[int]
    ) -> list[int]:
        """Walk the rows in their order of renown until enough lie in the box: quick where the box is big."""
        found: list[int] = []
        for start in range(0, len(self._latitude), _SCAN_CHUNK):
            part = slice(start, start + _SCAN_CHUNK)
            latitudes, longitudes = self._latitude[part], self._longitude[part]
            inside = np.zeros(len(latitudes), dtype=bool)
            for west, east in windows:
                inside |= (longitudes >= west) & (longitudes <= east)
            inside &= (latitudes >= south) & (latitudes <= north)
            if len(classes) < len(FEATURE_CLASSES):
                inside &= np.isin(self._classes[part], np.asarray(classes, dtype=np.uint8))
            found.extend((np.flatnonzero(inside)[: limit - len(found)] + start).tolist())
            if len(found) >= limit:
                break
        return found

    def _around(self, latitude: float, longitude: float, radius: float, classes: Sequence[int]) -> tuple[Rows, Degrees]:
        """Return the rows of every window that a circle touches, with their distances."""
        angle = radius / EARTH_RADIUS_KM
        south, north = latitude - math.degrees(angle), latitude + math.degrees(angle)
        slices: list[tuple[int, int]] = []
        for window in _longitude_windows(latitude, longitude, angle):
            slices.extend(self._slices(max(south, -90), min(north, 90), *window, classes))
        if not slices:
            return np.empty(0, np.uint32), np.empty(0)
        rows = np.concatenate([self._rows[start:stop] for start, stop in slices])
        latitudes = np.concatenate([self._latitudes[start:stop] for start, stop in slices])
        longitudes = np.concatenate([self._longitudes[start:stop] for start, stop in slices])
        return rows, great_circle_km(latitude, longitude, latitudes, longitudes)

    def _slices(
        self, south: float, north: float, west: float, east: float, classes: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        first, last = (int(np.clip((degrees + 90) / _BAND_DEGREES, 0, _BANDS - 1)) for degrees in (south, north))
        everywhere = west <= -180 and east >= 180  # the whole circle
        for number in classes:
            base = number * _BANDS
            bounds = self._starts[base + first : base + last + 2].tolist()
            if bounds[0] == bounds[-1]:
                continue
            if everywhere:
                yield bounds[0], bounds[-1]
                continue
            for start, stop in itertools.pairwise(bounds):
                if start < stop:
                    longitudes = self._longitudes[start:stop]
                    low = int(np.searchsorted(longitudes, west, side="left"))
                    high = int(np.searchsorted(longitudes, east, side="right"))
                    if low < high:
                        yield start + low, start + high


def _longitude_windows(latitude: float, longitude: float, angle: float) -> list[tuple[float, float]]:
    """Return the longitudes that a circle of an angular radius (radians) spans, cut at the antimeridian."""
    phi = math.radians(latitude)
    if abs(phi) + angle >= math.pi / 2:  # it reaches a pole
        return [(-180.0, 180.0)]
    half = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(phi)))) + 1e-9
    west, east = longitude - half, longitude + half
    if west < -180:  # the antimeridian
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:  # the antimeridian
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
