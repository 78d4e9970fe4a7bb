"""How large a place is: its shape where `geo/` has one, else a radius from its kind and population.

The radius is the point-radius method's "extent": the distance from the representative point to the place's farthest
part (Wieczorek, Guo & Hijmans 2004, doi:10.1080/13658810412331280211).
"""

import math
from typing import TYPE_CHECKING

from mapkit.errors import LayerError
from mapkit.measure import distance_km
from mapkit.model import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: People per square kilometre of a built-up area; a town's radius is that of a disc with its population.
_DENSITY = 2500.0
_SMALLEST_KM = 1.0
#: Radius in km of what has neither shape nor population.
_BY_CODE = {
    "PCLI": 500.0, "CONT": 3000.0, "RGN": 150.0, "ADM1": 100.0, "ADM2": 30.0, "ADM3": 15.0, "OCN": 3000.0, "SEA": 400.0,
    "GULF": 150.0, "STRT": 30.0, "BAY": 15.0, "STM": 100.0, "LK": 15.0, "RSV": 20.0, "CNL": 30.0, "ISL": 10.0,
    "ISLS": 50.0, "PEN": 80.0, "MT": 5.0, "MTS": 80.0, "DSRT": 200.0, "VAL": 30.0, "AIRB": 3.0, "AIRP": 3.0,
    "NUCL": 2.0, "DAM": 1.0, "BDG": 1.0, "PPLX": 1.5,
}  # fmt: skip
_BY_CLASS = {"A": 30.0, "H": 30.0, "L": 50.0, "S": 1.0, "T": 20.0, "R": 20.0, "U": 50.0, "V": 20.0}


def shape_of(place: Place) -> "BaseGeometry | None":
    """Return a place's shape in `geo/` (longitude, latitude), or None where it has none."""
    if not place.layer_id:
        return None
    from mapkit import layers

    try:
        return layers.shape(place.layer_id)
    except LayerError:
        return None


def radius_km(place: Place) -> float:
    """Return the distance in km from a place's point to its farthest part, as far as known."""
    if place.feature_class == "P":
        return max(_SMALLEST_KM, math.sqrt(place.population / _DENSITY / math.pi))
    shape = shape_of(place)
    if shape is not None and not shape.is_empty:
        return farthest_km(shape, place.latitude, place.longitude)
    return _BY_CODE.get(place.feature_code, _BY_CLASS.get(place.feature_class, 5.0))


def farthest_km(shape: "BaseGeometry", latitude: float, longitude: float) -> float:
    """Return the distance in km from a point to the farthest corner of a shape's hull."""
    hull = shape.convex_hull
    ring = hull.exterior if hull.geom_type == "Polygon" else hull
    corners = list(ring.coords)
    step = max(1, len(corners) // 64)  # a hull's corners are close together; every few of them will do
    return max(distance_km(latitude, longitude, lat, lon) for lon, lat in corners[::step])
