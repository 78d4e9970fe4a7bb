"""The vector layers in `geo/`: shapes of countries, regions, rivers and lakes by their id.

Every feature has an id of the form `layer/key` (`rivers/seym`, `admin1/UA-14`, `countries/UA`), which gazetteer rows
and events carry as `layer_id`. Geometries are shapely's, in WGS84, longitude before latitude as in GeoJSON. Files are
read when a layer is first asked for and kept; where the layers come from is told in `geo/README.md`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry import shape as _from_geojson
from shapely.geometry.base import BaseGeometry

from mapkit import paths
from mapkit.errors import LayerError

#: The layers whose features have ids.
NAMES = ("admin1", "countries", "lakes", "regions", "rivers")


class Feature(NamedTuple):
    """One feature of a layer.

    Parameters
    ----------
    layer_id : str
        `layer/key`.
    properties : mapping
        `name`, and where known `name_uk`, `name_ru`, `also` (other names), `country` (ISO 3166-1 alpha-2),
        `iso_3166_2`, `gn_id` (GeoNames id), `gazetteer_id`, `rank`, `approximate`, `note`.
    geometry : shapely.geometry.base.BaseGeometry
        WGS84, (longitude, latitude).
    """

    layer_id: str
    properties: Mapping[str, Any]
    geometry: BaseGeometry


def path(name: str) -> Path:
    """Return the file of a layer as it is served to the browser.

    Raises
    ------
    LayerError
        Where `geo/` has no such file.
    """
    for suffix in (".json", ".geojson"):
        file = paths.geo_dir() / f"{name}{suffix}"
        if file.is_file():
            return file
    known = ", ".join(sorted(file.stem for file in paths.geo_dir().glob("*json")))
    raise LayerError(f"no layer {name!r} in {paths.geo_dir()}: it has {known or 'none'}")


def shape(layer_id: str) -> BaseGeometry:
    """Return the geometry of a feature.

    Parameters
    ----------
    layer_id : str
        For example `rivers/seym`.

    Raises
    ------
    LayerError
        Where no layer has this id, or the layer's file is damaged.
    """
    return feature(layer_id).geometry


def feature(layer_id: str) -> Feature:
    """Return a feature with its properties.

    Raises
    ------
    LayerError
        Where no layer has this id, or the layer's file is damaged.
    """
    name = layer_id.partition("/")[0]
    if name not in NAMES:
        raise LayerError(f"no layer {name!r} for the id {layer_id!r}: the layers are {', '.join(NAMES)}")
    try:
        return _layer(path(name))[layer_id]
    except KeyError:
        raise LayerError(
            f"{path(name).name} has no feature {layer_id!r}: rebuild the gazetteer or the layers"
        ) from None


def features(name: str) -> Iterator[Feature]:
    """Return all features of a layer, in the order of the file.

    Raises
    ------
    LayerError
        Where `geo/` has no such layer or its file is damaged.
    """
    if name not in NAMES:
        raise LayerError(f"no layer {name!r}: the layers are {', '.join(NAMES)}")
    return iter(_layer(path(name)).values())


@cache
def _layer(file: Path) -> dict[str, Feature]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        rows = _topology(content) if content["type"] == "Topology" else _collection(content)
        return {
            str(properties["id"]): Feature(str(properties["id"]), properties, shape_) for properties, shape_ in rows
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise LayerError(
            f"{file}: damaged ({type(error).__name__}: {error}); restore it or run build_layers.py"
        ) from error


def _collection(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    for one in content["features"]:
        yield one["properties"], _from_geojson(one["geometry"])


def _topology(content: dict[str, Any]) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Decode TopoJSON (specification 1.0): borders are arcs that neighbours share, stored once, as steps on a grid."""
    scale, translate = np.array(content["transform"]["scale"]), np.array(content["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in content["arcs"]]

    def ring(indices: list[int]) -> np.ndarray[Any, Any]:
        # A negative index ~i is arc i backwards; arcs share their end points.
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def polygon(rings: list[list[int]]) -> Polygon:
        outer, *holes = (ring(indices) for indices in rings)
        return Polygon(outer, holes)

    for layer in content["objects"].values():
        for one in layer["geometries"]:
            match one["type"]:
                case "Polygon":
                    geometry: BaseGeometry = polygon(one["arcs"])
                case "MultiPolygon":
                    geometry = MultiPolygon([polygon(rings) for rings in one["arcs"]])
                case "LineString":
                    geometry = LineString(ring(one["arcs"]))
                case "MultiLineString":
                    geometry = MultiLineString([ring(indices) for indices in one["arcs"]])
                case kind:
                    raise ValueError(f"a TopoJSON geometry of type {kind!r}")
            yield one["properties"], geometry
