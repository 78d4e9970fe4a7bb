"""The ground of a map in one file: the world coarsely, the part around the events finely, towns by name.

Cut from `geo/` and simplified here, as a page that opens from disk can fetch nothing. Neighbours keep their common
border (`shapely.coverage_simplify`). Outlines are flat lists of whole thousandths of a degree, each as the step from
the one before: a fifth of what GeoJSON takes.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import box as rectangle
from shapely.geometry.base import BaseGeometry

from mapkit import layers

#: Whole numbers a degree: 0.001° is some 110 m.
SCALE = 1_000
#: Degrees within which the world's outlines may stray, and the least and most for the part around the events.
_COARSE = 0.08
_FINE, _COARSEST = 0.004, 0.256
#: Vertices that the part around the events may have.
_VERTICES_MAX = 45_000
#: A view is padded by this share of its width, and by so many degrees at least, which leaves room to look around.
_PADDING, _PADDING_MIN = 0.5, 2.0
#: From this width on, provinces and small rivers are left out.
_WIDE = 25.0
_RANK_WIDE, _RANK_CLOSE = 4, 9
_TOWNS = 250

Outline = list[int]


class View(NamedTuple):
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """The longer side, in degrees."""
        return max(self.east - self.west, self.north - self.south)


def view_of(points: Iterable[tuple[float, float]]) -> View | None:
    """Return the padded box around points (longitude, latitude), None where there are none."""
    spots = np.array(list(points), dtype=float)
    if not len(spots):
        return None
    (west, south), (east, north) = spots.min(axis=0), spots.max(axis=0)
    pad = max(_PADDING * (east - west), _PADDING * (north - south), _PADDING_MIN)
    return View(
        max(-180.0, float(west - pad)),
        max(-85.0, float(south - pad)),
        min(180.0, float(east + pad)),
        min(85.0, float(north + pad)),
    )


def build(view: View | None) -> dict[str, Any]:
    """Return the ground as plain JSON types.

    Parameters
    ----------
    view : View or None
        The part to draw finely; None draws the world alone.

    Returns
    -------
    dict
        `scale`, `world` (outlines of the countries), and with a view `view` (its box), `land`, `borders`,
        `provinces`, `rivers`, `lakes` (outlines), `towns` ([name, longitude, latitude], best known first).

    Raises
    ------
    LayerError
        Where a layer in `geo/` is missing or damaged.
    """
    ground: dict[str, Any] = {"scale": SCALE, "world": outlines(shapely.coverage_simplify(_countries(), _COARSE))}
    if view is None:
        return ground
    tolerance = _FINE
    while True:
        shapes = parts(view, tolerance)
        vertices = sum(int(shapely.get_num_coordinates(one).sum()) for one in shapes.values())
        if tolerance >= _COARSEST or vertices < _VERTICES_MAX:
            break
        tolerance *= 2
    ground["view"] = list(view)
    ground |= {name: outlines(kind) for name, kind in shapes.items()}
    ground["towns"] = [[name, round(longitude, 3), round(latitude, 3)] for name, longitude, latitude in towns(view)]
    return ground


def outlines(shapes: Iterable[BaseGeometry | None]) -> list[Outline]:
    """Return every ring and line of geometries as a flat list of steps; points are passed over."""
    return [outline for shape in shapes if shape is not None for outline in _outlines(shape)]


def _outlines(shape: BaseGeometry) -> Iterator[Outline]:
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _outlines(part)
    elif shape.geom_type == "Polygon":
        for ring in (shape.exterior, *shape.interiors):
            yield from _outlines(ring)
    elif shape.geom_type in {"LineString", "LinearRing"} and not shape.is_empty:
        spots = np.rint(shapely.get_coordinates(shape) * SCALE).astype(int)
        moves = np.diff(spots, axis=0)
        steps = np.vstack([spots[:1], moves[moves.any(axis=1)]])
        if len(steps) > 1:
            yield steps.ravel().tolist()


def parts(view: View, tolerance: float) -> dict[str, Any]:
    """Return the shapes of a view: `land`, `borders`, `provinces`, `lakes`, `rivers`, each an array of geometries.

    Parameters
    ----------
    view : View
        Wide ones go without provinces and small rivers.
    tolerance : float
        Degrees within which an outline may stray.
    """
    there = _countries()[shapely.intersects(_countries(), rectangle(*view))]
    land = shapely.coverage_simplify(there, tolerance)
    rank = _RANK_WIDE if view.width > _WIDE else _RANK_CLOSE
    provinces = _clip(_province_lines(), view, tolerance) if view.width <= _WIDE else np.array([], dtype=object)
    return {
        "land": shapely.clip_by_rect(land, *view),
        "borders": shapely.clip_by_rect(shapely.boundary(land), *view),  # not those of the box
        "provinces": provinces,
        "lakes": _clip(_ranked("lakes", rank), view, tolerance),
        "rivers": _clip(_ranked("rivers", rank), view, tolerance),
    }


def _clip(shapes: Any, view: View, tolerance: float) -> Any:
    there = shapes[shapely.intersects(shapes, rectangle(*view))]
    clipped = shapely.clip_by_rect(shapely.simplify(there, tolerance), *view)
    return clipped[~shapely.is_empty(clipped)]


@cache
def _countries() -> Any:
    return np.array([one.geometry for one in layers.features("countries")], dtype=object)


@cache
def _province_lines() -> Any:
    return shapely.get_parts(shapely.from_geojson(layers.path("admin1_lines").read_bytes()))


def _ranked(name: str, rank: int) -> Any:
    chosen = [one.geometry for one in layers.features(name) if one.properties.get("rank", 0) <= rank]
    return np.array(chosen, dtype=object)


def towns(view: View) -> list[tuple[str, float, float]]:
    """Return the best known towns of a view, best known first, quarters left out: name, longitude, latitude."""
    from mapkit.pipeline import default_gazetteer

    found = default_gazetteer().within(*view, limit=_TOWNS, feature_classes=["P"])
    return [(place.name, place.longitude, place.latitude) for place in found if place.feature_code != "PPLX"]
