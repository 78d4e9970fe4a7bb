"""GeoJSON (RFC 7946): a FeatureCollection whose properties are the event record."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TextIO

from mapkit import layers
from mapkit.errors import LayerError
from mapkit.model import Event


def write(events: Iterable[Event], stream: TextIO) -> None:
    """Write one FeatureCollection; WGS84, longitude before latitude in geometries."""
    stream.write('{"type": "FeatureCollection", "features": [')
    separator = "\n"
    for event in events:
        stream.write(separator + json.dumps(feature(event), ensure_ascii=False))
        separator = ",\n"
    stream.write("\n]}\n")


def feature(event: Event) -> dict[str, Any]:
    """Return one event as a GeoJSON feature.

    A river or a region is written as the line or the area that it is, a place as a point, and an event without a
    place with a null geometry, so that no reader takes a centroid for a sighting.
    """
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": geometry(event),
        "properties": event.to_dict(),
    }


def geometry(event: Event) -> dict[str, Any] | None:
    """Return the event's GeoJSON geometry: its own, its layer's shape, its point, or None."""
    if event.geometry is not None:
        return event.geometry
    if event.layer_id:
        shape = _layer_geometry(event.layer_id)
        if shape is not None:
            return shape
    if event.latitude is None or event.longitude is None:
        return None
    return {"type": "Point", "coordinates": [event.longitude, event.latitude]}


@lru_cache(maxsize=256)
def _layer_geometry(layer_id: str) -> dict[str, Any] | None:
    from shapely.geometry import mapping

    try:
        return dict(mapping(layers.shape(layer_id)))
    except LayerError:  # a layer that the user replaced may lack the shape; the point remains
        return None
