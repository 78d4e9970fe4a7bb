"""The frame of a map's picture: a part of the world in Web Mercator, in points of the picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mapkit.export.ground import View

#: The picture, in points.
WIDTH, HEIGHT = 1000, 580
#: Points around the world at zoom 0, as web maps have it.
_WORLD = 256
_ZOOM_MAX = 9
_MARGIN = 90
#: The latitude at which Web Mercator ends.
_EDGE = 85.05
_EQUATOR_KM = 40_075.017

Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture's middle, in parts of the world from 180° W and from the upper edge, and its scale.

    Parameters
    ----------
    x, y : float
    scale : float
        Points around the world.
    """

    x: float
    y: float
    scale: float

    @classmethod
    def of_view(cls, latitude: float, longitude: float, zoom: float) -> Self:
        """Return the frame around a centre in degrees, at a web map's zoom."""
        x, y = _mercator(np.array([[longitude, latitude]]))[0]
        return cls(float(x), float(y), max(_WORLD * 2**zoom, WIDTH))

    @classmethod
    def around(cls, spots: Sequence[Spot]) -> Self:
        """Return the frame that holds positions (longitude, latitude) the short way round; the world where none is."""
        if not spots:
            return cls(0.5, 0.42, WIDTH)
        across = sorted({longitude % 360 for longitude, _ in spots})
        west = max(zip(across, (across[-1] - 360, *across), strict=False), key=lambda pair: pair[0] - pair[1])[0]
        placed = _mercator(np.array([(_beyond(west, longitude), latitude) for longitude, latitude in spots]))
        (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
        fitting = min(
            (WIDTH - 2 * _MARGIN) / max(right - left, 1e-9),
            (HEIGHT - 2 * _MARGIN) / max(bottom - top, 1e-9),
            _WORLD * 2**_ZOOM_MAX,
        )
        return cls(float((left + right) / 2), float((top + bottom) / 2), max(fitting, WIDTH))

    def at(self, spot: Spot) -> Spot:
        """Return where a position (longitude, latitude) lies in the picture, in the copy of the world nearest to it."""
        x, y = _mercator(np.array([spot]))[0]
        x += round(self.x - x)
        return self._points(np.array([[x, y]]))[0].tolist()  # type: ignore[no-any-return]

    def line(self, positions: NDArray[Any], turns: int) -> NDArray[np.float64]:
        """Return positions (longitude, latitude) as points, `turns` times around the world from where they are."""
        return self._points(_mercator(positions) + np.array([turns, 0]))

    def parts(self, pad: float = 20) -> list[tuple[View, int]]:
        """Return the boxes in degrees that make up the picture and `pad` points beyond, with the turns of each."""
        half = WIDTH / 2 + pad
        west, east = ((self.x + side * half / self.scale) * 360 - 180 for side in (-1, 1))
        reach = (HEIGHT / 2 + pad) / self.scale
        north, south = (_latitude(self.y + side * reach) for side in (-1, 1))
        found = []
        for turns in (-1, 0, 1):
            left, right = max(west - 360 * turns, -180), min(east - 360 * turns, 180)
            if left < right:
                found.append((View(left, south, right, north), turns))
        return found

    @property
    def degrees(self) -> float:
        """Degrees of longitude that are one point."""
        return 360 / self.scale

    @property
    def km(self) -> float:
        """Kilometres that are one point in the picture's middle."""
        return _EQUATOR_KM * math.cos(math.radians(_latitude(self.y))) / self.scale

    def _points(self, placed: NDArray[np.float64]) -> NDArray[np.float64]:
        points: NDArray[np.float64] = (placed - np.array([self.x, self.y])) * self.scale + np.array(
            [WIDTH / 2, HEIGHT / 2]
        )
        return points


def inside(spot: Spot) -> bool:
    """Return whether a point lies in the picture."""
    return 0 <= spot[0] <= WIDTH and 0 <= spot[1] <= HEIGHT


def _beyond(west: float, longitude: float) -> float:
    """Return a longitude as what lies east of `west`."""
    longitude %= 360
    return longitude if longitude >= west else longitude + 360


def _mercator(positions: NDArray[Any]) -> NDArray[np.float64]:
    longitude, latitude = positions[:, 0], np.clip(positions[:, 1], -_EDGE, _EDGE)
    y = 0.5 - np.arctanh(np.sin(np.radians(latitude))) / (2 * math.pi)
    return np.column_stack([longitude / 360 + 0.5, y])


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * min(max(y, 0.0), 1.0)))))
