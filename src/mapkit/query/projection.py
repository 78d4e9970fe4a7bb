"""Web Mercator in whole numbers: sums are exact, so clusters are the same at every run on any number of threads.

The world is `WORLD` units wide and high (3.7 cm each at the equator), x from 180° W eastwards, y from the top edge
(85.0511° N) southwards; what lies nearer to a pole is drawn on the edge, as the map does.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapkit.errors import FilterError

#: log2 of the units around the world.
BITS = 30
WORLD = 1 << BITS
#: The latitude of the map's upper edge, degrees.
EDGE = math.degrees(math.atan(math.sinh(math.pi)))
#: The deepest zoom level.
ZOOM_MAX = 24
#: log2 of the grid cells around the world at zoom 0: 256 pixels of world, 64 pixels a cell.
CELL_BITS = 2


def project(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> tuple[NDArray[np.int64], ...]:
    """Return (x, y) of WGS84 degrees; NaN gives -1."""
    missing = np.isnan(latitude) | np.isnan(longitude)
    angle = np.radians(np.clip(np.where(missing, 0.0, latitude), -EDGE, EDGE))
    x = (np.where(missing, 0.0, longitude) + 180.0) / 360.0 * WORLD
    y = (0.5 - np.arctanh(np.sin(angle)) / (2 * math.pi)) * WORLD
    columns = np.floor(x).astype(np.int64) % WORLD
    rows = np.clip(np.floor(y), 0, WORLD - 1).astype(np.int64)
    return np.where(missing, -1, columns), np.where(missing, -1, rows)


def project_one(latitude: float, longitude: float) -> tuple[int, int]:
    """Return (x, y) of one position in WGS84 degrees."""
    x, y = project(np.array([latitude]), np.array([longitude]))
    return int(x[0]), int(y[0])


def unproject(x: float, y: float) -> tuple[float, float]:
    """Return (latitude, longitude) in degrees of a position in units; x may lie beyond one world."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD)))), x / WORLD * 360.0 - 180.0


def curve(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return positions along the Z-order curve: rows sorted by it lie near each other where their places do."""
    return _spread(x) | (_spread(y) << 1)


def _spread(value: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put a zero between any two bits (Morton)."""
    v = value & 0x7FFFFFFF
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        v = (v | (v << shift)) & mask
    return v


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in units; `west` and `east` may lie beyond one world, `east` is never the smaller.

    Bounds are inclusive. A box wider than the world is cut to one world around its middle: each event is drawn once.
    """

    west: int
    south: int
    east: int
    north: int

    @classmethod
    def of(cls, west: float, south: float, east: float, north: float) -> "Box":
        """Return the box of WGS84 degrees.

        Parameters
        ----------
        west, south, east, north : float
            `west > east` means across the antimeridian. Longitudes may lie beyond ±180 (a map that was dragged
            around the world); latitudes beyond the poles are taken as the poles.

        Raises
        ------
        FilterError
            Where a bound is no finite number, south lies north of north or a longitude is more than three worlds off.
        """
        if not all(map(math.isfinite, (west, south, east, north))):
            raise FilterError("bbox must be four finite numbers: west,south,east,north in degrees")
        if south > north:
            raise FilterError(f"bbox: south ({south:g}) lies north of north ({north:g})")
        if max(abs(west), abs(east)) > 1080:
            raise FilterError("bbox: a longitude is beyond ±1080 degrees")
        if west > east:
            east += 360.0 * math.ceil((west - east) / 360.0)
        if east - west > 360.0:
            middle = (west + east) / 2
            west, east = middle - 180.0, middle + 180.0
        left = math.floor((west + 180.0) / 360.0 * WORLD)
        right = min(math.floor((east + 180.0) / 360.0 * WORLD), left + WORLD - 1)
        top, bottom = (project_one(min(max(value, -90.0), 90.0), 0.0)[1] for value in (north, south))
        return cls(left, bottom, max(left, right), top)

    def snapped(self, zoom: int) -> "Box":
        """Return the box grown to whole cells of the cluster grid: panning never cuts a cluster in two."""
        shift = BITS - CELL_BITS - zoom
        size = 1 << shift
        west = self.west >> shift << shift
        east = min((self.east >> shift << shift) + size - 1, west + WORLD - 1)
        north = self.north >> shift << shift
        south = min((self.south >> shift << shift) + size - 1, WORLD - 1)
        return Box(west, south, east, north)

    def spans(self) -> tuple[tuple[int, int, int], ...]:
        """Return (first x, last x, worlds to add) for each world that the box touches; x within one world."""
        first, last = self.west // WORLD, self.east // WORLD
        return tuple(
            (max(self.west - world * WORLD, 0), min(self.east - world * WORLD, WORLD - 1), world)
            for world in range(first, last + 1)
        )
