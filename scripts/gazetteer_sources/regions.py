"""Shapes for rows that have none yet: regions (Darfur, Donbas) by their id, and units cut out by hand by GeoNames'."""

import dataclasses
from collections.abc import Iterable, Iterator

import shapely

from gazetteer_sources.common import Report
from gazetteer_sources.polygons import largest_part, point_in
from mapkit import layers
from mapkit.gazetteer.table import Row
from mapkit.model import Place


def drawn(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    """Yield the rows, with the shape of `geo/regions.json` or `geo/admin1.json` where they have none of their own."""
    shapes = {
        str(feature.properties["gn_id"]): feature.layer_id
        for feature in layers.features("admin1")
        if feature.properties.get("gn_id")
    }
    shapes |= {feature.properties["gazetteer_id"]: feature.layer_id for feature in layers.features("regions")}
    for row in rows:
        layer_id = shapes.get(row.place.gazetteer_id)
        if layer_id and not row.place.layer_id:
            report["shapes of regions joined"] += 1
            yield dataclasses.replace(row, place=_in_shape(row.place, layer_id))
        else:
            yield row


def _in_shape(place: Place, layer_id: str) -> Place:
    """Return a place with its shape, its point moved where it lies outside or was only the mean of its towns."""
    shape = layers.shape(layer_id)
    latitude, longitude = place.latitude, place.longitude
    if place.feature_class == "A" or not shape.intersects(shapely.Point(longitude, latitude)):
        latitude, longitude = point_in(largest_part(shape))
    return dataclasses.replace(place, layer_id=layer_id, latitude=latitude, longitude=longitude)
