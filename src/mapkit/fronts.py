"""Which front a place belongs to: a spatial join with `geo/fronts.geojson` or with a file of the user's own.

Any GeoJSON feature collection of polygons with a `front` property will do, for any war. Where polygons overlap, the one
that stands first in the file takes the place. The bundled fronts are approximate, an order for events rather than a
line of contact; the user's own are taken from `MAPKIT_FRONTS` or from `fronts.geojson` in the user's folder.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mapkit import paths
from mapkit.errors import LayerError


@dataclass(frozen=True, slots=True)
class Fronts:
    """The fronts of one file, ready for many points.

    Parameters
    ----------
    names : tuple of str
        The front of each polygon, in the order of the file.
    shapes : numpy.ndarray
        Prepared shapely polygons in WGS84.
    tree : shapely.STRtree
        Over their boxes.
    """

    names: tuple[str, ...]
    shapes: NDArray[np.object_]
    tree: shapely.STRtree

    def join(self, latitudes: ArrayLike, longitudes: ArrayLike) -> NDArray[np.intp]:
        """Return the number of the polygon that holds each point, -1 where none does."""
        lat, lon = (np.atleast_1d(np.asarray(values, dtype=np.float64)) for values in (latitudes, longitudes))
        found = np.full(lat.shape, len(self.names), dtype=np.intp)
        points = shapely.points(lon, lat)
        which, polygon = self.tree.query(points)
        # A prepared polygon answers in logarithmic time; all of its points come together.
        order = np.argsort(polygon, kind="stable")
        which, polygon = which[order], polygon[order]
        inside = shapely.intersects_xy(self.shapes[polygon], lon[which], lat[which])
        np.minimum.at(found, which[inside], polygon[inside])
        found[found == len(self.names)] = -1
        return found


def front_of(latitude: float, longitude: float, *, path: Path | None = None) -> str | None:
    """Return the front that a point belongs to.

    Parameters
    ----------
    latitude, longitude : float
        WGS84 degrees.
    path : pathlib.Path, optional
        A file of fronts instead of `active_path()`.

    Returns
    -------
    str or None
        The `front` property; None outside every front, and for numbers that are not finite.

    Raises
    ------
    LayerError
        Where the file is missing or not a file of fronts.
    """
    return fronts_of([latitude], [longitude], path=path)[0]


def fronts_of(latitudes: ArrayLike, longitudes: ArrayLike, *, path: Path | None = None) -> list[str | None]:
    """Return the front of each of many points, as `front_of` does for one.

    Raises
    ------
    LayerError
        Where the file is missing or not a file of fronts.
    """
    known = load(path)
    labels = np.array([*known.names, None], dtype=object)  # -1, outside every front, is the last of them
    found: list[str | None] = labels[known.join(latitudes, longitudes)].tolist()
    return found


def front_of_shape(geometry: BaseGeometry | dict[str, Any], *, path: Path | None = None) -> str | None:
    """Return the front that holds most of a line or an area.

    The honest answer for a river or a region, whose representative point may lie anywhere in it: the front with the
    largest share of its length or area, the earlier one in the file where shares are equal.

    Parameters
    ----------
    geometry : shapely geometry or dict
        WGS84, or a GeoJSON geometry.
    path : pathlib.Path, optional
        A file of fronts instead of `active_path()`.

    Returns
    -------
    str or None
        None where no front touches it.

    Raises
    ------
    LayerError
        Where the file is missing or not a file of fronts.
    """
    known = load(path)
    whole = shape(geometry) if isinstance(geometry, dict) else geometry
    touched = np.sort(known.tree.query(whole, predicate="intersects"))
    if not touched.size:
        return None
    parts = shapely.intersection(known.shapes[touched], shapely.make_valid(whole))
    sizes = shapely.area(parts) if whole.area else shapely.length(parts)
    shares: dict[str, float] = {}
    for number, size in zip(touched, sizes, strict=True):
        shares[known.names[number]] = shares.get(known.names[number], 0.0) + float(size)
    return max(shares, key=lambda name: shares[name])


def names(path: Path | None = None) -> tuple[str, ...]:
    """Return the fronts of a file, in its order, each once.

    Raises
    ------
    LayerError
        Where the file is missing or not a file of fronts.
    """
    return tuple(dict.fromkeys(load(path).names))


def active_path() -> Path:
    """Return the file of fronts in use.

    Returns
    -------
    pathlib.Path
        What `MAPKIT_FRONTS` names, else `fronts.geojson` in the user's folder where there is one, else the bundled one.
    """
    named = os.environ.get("MAPKIT_FRONTS")
    if named:
        return Path(named).expanduser()
    own = paths.user_dir() / "fronts.geojson"
    return own if own.is_file() else paths.geo_dir() / "fronts.geojson"


def load(path: Path | None = None) -> Fronts:
    """Return the fronts of a file; read again only when the file has changed.

    Raises
    ------
    LayerError
        Where the file is missing or not a file of fronts; the message names the file, the feature and the mend.
    """
    file = path or active_path()
    try:
        state = file.stat()
    except OSError as error:
        raise LayerError(f"{file}: cannot be read ({error.strerror}); name a GeoJSON file of fronts") from error
    return _load(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _load(file: Path, _changed: int, _size: int) -> Fronts:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LayerError(f"{file}: not a GeoJSON file ({error}); save it as UTF-8 GeoJSON") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features:
        raise LayerError(f"{file}: no features; a GeoJSON FeatureCollection of polygons is wanted")
    pairs = [_front(file, number, one) for number, one in enumerate(features, start=1)]
    shapes = np.array([polygon for _, polygon in pairs], dtype=object)
    shapely.prepare(shapes)
    return Fronts(tuple(name for name, _ in pairs), shapes, shapely.STRtree(shapes))


def _front(file: Path, number: int, one: Any) -> tuple[str, BaseGeometry]:
    where = f"{file}: feature {number}"
    known = one.get("properties") if isinstance(one, dict) else None
    name = known.get("front") if isinstance(known, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise LayerError(f'{where} has no front; give it a property "front" with the name of its front')
    where += f" ({name.strip()!r})"
    try:
        geometry = shape(one["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        raise LayerError(f"{where} has no usable geometry ({error}); give it a Polygon or MultiPolygon") from error
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        raise LayerError(f"{where} is a {geometry.geom_type}; a front is a Polygon or MultiPolygon that is not empty")
    if not _on_earth(geometry.bounds):
        raise LayerError(f"{where} leaves the earth; GeoJSON wants degrees, longitude first (WGS84, EPSG:4326)")
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        raise LayerError(f"{where} crosses itself: {reason} (longitude latitude); mend it there, or with make_valid")
    return name.strip(), geometry


def _on_earth(bounds: Iterable[float]) -> bool:
    west, south, east, north = bounds
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90
