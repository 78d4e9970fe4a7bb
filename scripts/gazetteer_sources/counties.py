"""Counties of the United States: npm `us-atlas` 3.0.1 (ISC), drawn by the Census Bureau (public domain)."""

import json
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer_sources.common import npm
from mapkit.model import Place

PACKAGE = "us-atlas@3.0.1"
_MEMBER = "package/counties-10m.json"
_COAST_DEGREES = 0.05
_NOWHERE = -1
#: A ring with fewer points, the first one twice, is an island or a hole that the drawing's grid has swallowed.
_CORNERS = 4


class Counties:
    """Finds the county that a point lies in.

    A county has the name and the state that most of the towns in it have, so that no table of codes is needed.

    Parameters
    ----------
    towns : iterable of Place
    """

    def __init__(self, towns: Iterable[Place]) -> None:
        with tarfile.open(npm(PACKAGE)) as archive:
            member = archive.extractfile(_MEMBER)
            if member is None:
                raise FileNotFoundError(_MEMBER)
            topology = json.load(member)
        arcs = _arcs(topology)
        self._tree = shapely.STRtree([_shape(county, arcs) for county in topology["objects"]["counties"]["geometries"]])
        votes: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
        for town in towns:
            if town.country == "US" and town.admin2:
                votes[self._number(town.latitude, town.longitude)][town.admin1_code, town.admin2] += 1
        votes.pop(_NOWHERE, None)
        self._names = {number: min(counted.items(), key=_most_first)[0] for number, counted in votes.items()}

    def at(self, admin1_code: str, latitude: float, longitude: float) -> str:
        """Return the name of the county at a point of a state ("US.AL") or, off a coast, of the nearest; "" if none."""
        state, name = self._names.get(self._number(latitude, longitude), ("", ""))
        return name if state == admin1_code else ""

    def _number(self, latitude: float, longitude: float) -> int:
        found = self._tree.query_nearest(shapely.Point(longitude, latitude), max_distance=_COAST_DEGREES)
        return int(min(found)) if len(found) else _NOWHERE


def _most_first(item: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -item[1], item[0]


def _arcs(topology: dict[str, Any]) -> list[npt.NDArray[np.float64]]:
    """Return the lines that the shapes share, in degrees: each is stored as steps on a grid."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def _shape(county: dict[str, Any], arcs: list[npt.NDArray[np.float64]]) -> BaseGeometry:
    polygons = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
    rings = [[_ring(numbers, arcs) for numbers in polygon] for polygon in polygons]
    drawn = [[ring for ring in polygon if len(ring) >= _CORNERS] for polygon in rings]
    return shapely.make_valid(shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in drawn if polygon]))


def _ring(numbers: list[int], arcs: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """Join arcs to a ring; a negative number is an arc run backwards."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
