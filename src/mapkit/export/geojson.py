"""GeoJSON (RFC 7946): a FeatureCollection whose properties are the event record, and back.

What travels with the export is the foreign member `export` (RFC 7946, section 6.1) of the collection.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TextIO

from mapkit import layers
from mapkit.errors import ExportError, LayerError
from mapkit.export import columns
from mapkit.export.about import About
from mapkit.export.found import Found, NoEventError, found
from mapkit.model import Event


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write one FeatureCollection; WGS84, longitude before latitude in geometries."""
    stream.write('{"type": "FeatureCollection", ')
    if about:
        stream.write(f'"export": {json.dumps(about.to_dict(), ensure_ascii=False)}, ')
    stream.write('"features": [')
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


def point_of(shape: Any) -> tuple[float, float] | None:
    """Return (longitude, latitude) of a GeoJSON point, None where it is none."""
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return None
    match shape.get("coordinates"):
        case [int() | float() as longitude, int() | float() as latitude, *_]:
            return longitude, latitude
    return None


def read(path: Path) -> Iterator[Found]:
    """Yield what each feature holds, GIS programs' habit of writing lists as JSON text allowed for.

    Raises
    ------
    ExportError
        Where the file is no FeatureCollection.
    """
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{path}: is no GeoJSON ({error})") from None
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise ExportError(f"{path}: is no GeoJSON FeatureCollection")
    for number, one in enumerate(collection["features"], 1):
        yield found(f"feature {number}", partial(_event, one))


def _event(one: Any) -> Event:
    record = one.get("properties") if isinstance(one, dict) else None
    if not isinstance(record, dict):
        raise NoEventError("is no GeoJSON feature with properties")
    event = columns.of_record(record)
    columns.moved(event, point_of(one.get("geometry")), drawn=point_of(geometry(event)))
    return event


@lru_cache(maxsize=256)
def _layer_geometry(layer_id: str) -> dict[str, Any] | None:
    from shapely import orient_polygons
    from shapely.geometry import mapping

    try:
        # Outer rings run counterclockwise: RFC 7946, section 3.1.6.
        return dict(mapping(orient_polygons(layers.shape(layer_id))))
    except LayerError:  # a layer that the user replaced may lack the shape; the point remains
        return None
