"""Cells of the globe in which look-alikes are sought: what lies within 15 km of a point is in the nine around it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mapkit.coding.cross_document import MAX_KM

#: The shortest degree of latitude, in kilometres.
_KM_PER_DEG = 110.57
#: Degrees of latitude of a cell, at least as many as two places of one event may lie apart.
BAND_DEG = MAX_KM / _KM_PER_DEG + 0.0003
#: Beyond it three cells go around the pole, so that each has the two others beside it.
_POLAR_DEG = 89.94
_POLAR = 3

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def cells(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Return the cells of points in WGS84 degrees: their numbers by latitude and by longitude, NaN for no place."""
    band = np.floor(latitude / BAND_DEG)
    return band, _stripe(band, longitude)


def around(latitude: Floats, longitude: Floats) -> Iterator[tuple[Whole, Whole]]:
    """Yield the nine cells around each of some points, the middle ones among them, as `cells` numbers them."""
    middle = np.floor(latitude / BAND_DEG)
    for band in (middle - 1, middle, middle + 1):
        stripe, number = _stripe(band, longitude), _stripes(band)
        for step in (-1, 0, 1):
            yield band.astype(np.int64), ((stripe + step) % number).astype(np.int64)


def _stripe(band: Floats, longitude: Floats) -> Floats:
    number = _stripes(band)
    return np.floor((longitude + 180) / 360 * number) % number


def _stripes(band: Floats) -> Floats:
    """Return how many cells go around the globe: each as wide as two places may lie apart, seen from next to it."""
    farthest = np.maximum(np.abs(band), np.abs(band + 1)) * BAND_DEG + 2 * BAND_DEG
    wide = BAND_DEG / np.cos(np.radians(np.minimum(farthest, _POLAR_DEG)))
    return np.maximum(np.floor(360 / wide), _POLAR)
