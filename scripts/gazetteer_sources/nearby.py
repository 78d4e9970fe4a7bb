"""In which second-level division a point lies, as far as the towns around it agree."""

import math
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from mapkit.gazetteer.spatial import great_circle_km
from mapkit.model import Place

#: So many towns nearest to a point must lie in one second-level division, for it to lie there too.
_AGREEING = 3
_REACH_DEGREES = 0.5


class Nearby:
    """Finds what the towns around a point have in common.

    Parameters
    ----------
    towns : list of Place
    """

    def __init__(self, towns: list[Place]) -> None:
        self._towns: dict[str, list[Place]] = defaultdict(list)
        for town in towns:
            if town.admin2:
                self._towns[town.admin1_code].append(town)
        self._points: dict[str, tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]] = {}

    def second_level(self, admin1_code: str, latitude: float, longitude: float) -> str:
        """Return the second-level division that all of the nearest towns of a first-level one lie in, else ""."""
        towns = self._towns.get(admin1_code)
        if towns is None or len(towns) < _AGREEING:
            return ""
        if admin1_code not in self._points:
            self._points[admin1_code] = (
                np.array([town.latitude for town in towns]),
                np.array([town.longitude for town in towns]),
            )
        latitudes, longitudes = self._points[admin1_code]
        square = (latitudes - latitude) ** 2 + ((longitudes - longitude) * math.cos(math.radians(latitude))) ** 2
        near = np.argpartition(square, _AGREEING - 1)[:_AGREEING]
        if square[near].max() > _REACH_DEGREES**2:
            return ""
        names = {towns[i].admin2 for i in near}
        return names.pop() if len(names) == 1 else ""


def km(one: Place, other: Place) -> float:
    """Return how far apart two places lie."""
    return float(
        great_circle_km(one.latitude, one.longitude, np.array([other.latitude]), np.array([other.longitude]))[0]
    )
