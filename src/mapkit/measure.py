"""Distances, bearings, rings and lines on the WGS84 ellipsoid.

Arguments are degrees in the order latitude, longitude; what is returned as GeoJSON has longitude first and is cut at
the antimeridian, as RFC 7946 asks. The geodesics are PROJ's (Karney 2013), exact to nanometres.
"""

import json
import math
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

#: The sixteen points of the compass, from north, clockwise.
COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
#: Kilometres in an international mile, exactly.
KM_PER_MILE = 1.609344
#: The widest ring: short of a quarter of the earth's girth, so that it can hold one pole at most.
MAX_RING_KM = 9_900.0


def distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Return the length of the geodesic between two points, in kilometres.

    Raises
    ------
    ValueError
        Where a coordinate is not finite or a latitude is beyond a pole.
    """
    _check(latitude1, longitude1)
    _check(latitude2, longitude2)
    return float(_geod().inv(longitude1, latitude1, longitude2, latitude2)[2]) / 1000


def distances_km(
    latitude1: NDArray[np.float64],
    longitude1: NDArray[np.float64],
    latitude2: NDArray[np.float64],
    longitude2: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the lengths of geodesics, in kilometres: `distance_km` of arrays, a microsecond or two a pair."""
    metres: NDArray[np.float64] = _geod().inv(longitude1, latitude1, longitude2, latitude2)[2]
    return metres / 1000


def bearing_deg(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Return the initial bearing from the first point to the second: degrees clockwise from north, 0-360.

    Raises
    ------
    ValueError
        Where a coordinate is not finite or a latitude is beyond a pole.
    """
    _check(latitude1, longitude1)
    _check(latitude2, longitude2)
    return _turn(float(_geod().inv(longitude1, latitude1, longitude2, latitude2)[0]))


def compass(bearing: float) -> str:
    """Return the nearest of the sixteen points of the compass to a bearing in degrees: "N", "NNE", ... "NNW"."""
    return COMPASS[round(_turn(bearing) / 22.5) % 16]


def miles(km: float) -> float:
    """Return kilometres as international (statute) miles."""
    return km / KM_PER_MILE


def destination(latitude: float, longitude: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point at a distance and an initial bearing from another: (latitude, longitude), degrees.

    Parameters
    ----------
    latitude, longitude : float
    bearing : float
        Degrees clockwise from north.
    km : float
        Negative distances run backwards.

    Raises
    ------
    ValueError
        Where a number is not finite or the latitude is beyond a pole.
    """
    _check(latitude, longitude, bearing, km)
    to_longitude, to_latitude, _ = _geod().fwd(longitude, latitude, bearing, km * 1000)
    return float(to_latitude), float(to_longitude)


def ring(latitude: float, longitude: float, km: float, vertices: int = 72) -> dict[str, Any]:
    """Return the disc of all points within a distance, as a GeoJSON geometry.

    Parameters
    ----------
    latitude, longitude : float
        The centre.
    km : float
        The radius, more than zero and at most `MAX_RING_KM`.
    vertices : int
        How many points of the circle are computed, at least 8.

    Returns
    -------
    dict
        A Polygon; a MultiPolygon where the disc crosses the antimeridian. Around a pole the polygon runs along the
        whole width of the map up to that pole.

    Raises
    ------
    ValueError
        Where a number is out of its range.
    """
    _check(latitude, longitude, km)
    if not 0 < km <= MAX_RING_KM or vertices < 8:
        raise ValueError(f"a ring needs 0 < km <= {MAX_RING_KM:g} and 8 vertices or more, not {km:g} km, {vertices}")
    pole = math.copysign(90.0, latitude)
    beyond_km = km - distance_km(latitude, longitude, pole, longitude)
    # Counter-clockwise, as RFC 7946 wants outer rings.
    bearings = np.linspace(360, 0, vertices, endpoint=False)
    if abs(beyond_km) < km / 2:
        # Close to a pole the circle runs over many longitudes within a short way: there it needs more points.
        fine = np.geomspace(1e-4, 20, 40)
        towards = 0 if pole > 0 else 180
        bearings = np.unique(np.concatenate([bearings, towards + fine, towards - fine]) % 360)[::-1]
    count = np.ones(bearings.size)
    lon, lat, _ = _geod().fwd(longitude * count, latitude * count, bearings, km * 1000 * count)
    circle = np.column_stack([lon, lat])
    if beyond_km >= 0:
        return _geojson(_cap(circle, pole))
    return _geojson(_cut(Polygon(_within_map(circle))))


def line(
    latitude1: float, longitude1: float, latitude2: float, longitude2: float, step_km: float = 50
) -> dict[str, Any]:
    """Return the geodesic between two points as a GeoJSON geometry.

    Parameters
    ----------
    latitude1, longitude1, latitude2, longitude2 : float
    step_km : float
        Points are put at least this close, so that the curve shows on a map.

    Returns
    -------
    dict
        A LineString; a MultiLineString where it crosses the antimeridian.

    Raises
    ------
    ValueError
        Where a number is out of its range.
    """
    _check(latitude1, longitude1)
    _check(latitude2, longitude2)
    if not step_km > 0:
        raise ValueError(f"a line needs a step of more than 0 km, not {step_km:g}")
    steps = max(1, math.ceil(distance_km(latitude1, longitude1, latitude2, longitude2) / step_km))
    between = _geod().npts(longitude1, latitude1, longitude2, latitude2, steps - 1) if steps > 1 else []
    points = np.array([(longitude1, latitude1), *between, (longitude2, latitude2)])
    return _geojson(_cut(LineString(_within_map(points))))


@cache
def _geod() -> Geod:
    return Geod(ellps="WGS84")


def _check(latitude: float, *others: float) -> None:
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and all(math.isfinite(other) for other in others)):
        given = ", ".join(f"{value:g}" for value in (latitude, *others))
        raise ValueError(f"not a place on earth: {given} (latitude first, within 90 degrees, and finite numbers)")


def _turn(degrees: float) -> float:
    turned = degrees % 360
    return 0.0 if turned == 360 else turned  # a tiny negative number rounds up to exactly 360


def _within_map(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of a path with longitudes that do not jump, the westernmost of them between -180 and 180."""
    longitudes = np.unwrap(points[:, 0], period=360)
    longitudes -= 360 * np.floor((longitudes.min() + 180) / 360)
    return np.column_stack([longitudes, points[:, 1]])


def _cap(circle: NDArray[np.float64], pole: float) -> BaseGeometry:
    """Return the polygon between a circle around a pole and that pole, over the whole width of the map."""
    circle = circle.copy()
    circle[:, 0] = (circle[:, 0] + 180) % 360 - 180
    circle = circle[np.argsort(circle[:, 0])]
    first, last = circle[0], circle[-1]
    # Where the circle crosses the antimeridian, between its last and its first point.
    gap = first[0] + 360 - last[0]
    latitude = last[1] + (first[1] - last[1]) * ((180 - last[0]) / gap if gap else 0)
    edge = [(-180.0, pole), (-180.0, latitude), *map(tuple, circle), (180.0, latitude), (180.0, pole)]
    return shapely.orient_polygons(Polygon(edge))


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry that starts within the map, with what is beyond its eastern edge moved to the western one."""
    if geometry.bounds[2] <= 180:
        return geometry
    here = shapely.intersection(geometry, box(-180, -90, 180, 90))
    beyond = shapely.transform(
        shapely.intersection(geometry, box(180, -90, 540, 90)), lambda xy: xy - np.array([360.0, 0.0])
    )
    kind, collection = (Polygon, MultiPolygon) if isinstance(geometry, Polygon) else (LineString, MultiLineString)
    parts = [
        part
        for whole in (here, beyond)
        for part in shapely.get_parts(whole)
        if isinstance(part, kind) and not part.is_empty
    ]
    return parts[0] if len(parts) == 1 else collection(parts)


def _geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON, rounded to a decimetre."""
    polygonal = geometry.geom_type.endswith("Polygon")  # rounding alone could leave a polygon invalid, and a line not
    rounded = (
        shapely.orient_polygons(shapely.set_precision(geometry, 1e-6))
        if polygonal
        else shapely.transform(geometry, lambda xy: xy.round(6))
    )
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found
