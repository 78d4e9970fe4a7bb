"""GeoParquet 1.1 (OGC GeoParquet): the flat columns, the geometry as WKB, a bounding box a row; and back.

Written batch by batch. The coordinate reference system is the specification's default, OGC:CRS84 (longitude, latitude).
What travels with the export is the file metadata `mapkit`, as JSON.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from mapkit.errors import ExportError
from mapkit.export import columns, geojson
from mapkit.export.about import About
from mapkit.export.batches import BATCH, FIELDS, GEOMETRY, Extent, arrays, batches, wkb
from mapkit.export.found import Found, found
from mapkit.model import Event

VERSION = "1.1.0"
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BBOX = pa.struct([(side, pa.float64()) for side in _SIDES])
_SCHEMA = pa.schema([*FIELDS, pa.field(GEOMETRY, pa.binary()), pa.field("bbox", _BBOX)])


def save(events: Iterable[Event], path: Path, about: About | None = None) -> None:
    """Write one file with a row an event; an event without a place has a null geometry."""
    extent = Extent()
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as writer:
        for cells, shapes in batches(events):
            extent.add(shapes)
            bounds = [dict(zip(_SIDES, box, strict=True)) if box[0] == box[0] else None for box in _bounds(shapes)]
            row_group = [*arrays(cells), wkb(shapes), pa.array(bounds, _BBOX)]
            writer.write_batch(pa.record_batch(row_group, schema=_SCHEMA))
        writer.add_key_value_metadata({"geo": json.dumps(_geo(extent))})
        if about:
            writer.add_key_value_metadata({"mapkit": json.dumps(about.to_dict(), ensure_ascii=False)})


def read(path: Path) -> Iterator[Found]:
    """Yield what each row holds, counted from 1.

    Raises
    ------
    ExportError
        Where the file is no Parquet file of mapkit's.
    """
    try:
        with pq.ParquetFile(path) as file:
            if "event_id" not in file.schema_arrow.names:
                raise ExportError(f"{path}: has no column event_id; it is no GeoParquet export of mapkit's")
            geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
            number = 0
            for batch in file.iter_batches(BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield found(f"row {number}", partial(event_of, row, geo.get("primary_column", GEOMETRY)))
    except (pa.ArrowException, ValueError) as error:
        raise ExportError(f"{path}: is no Parquet file that can be read ({' '.join(str(error).split())})") from None


def event_of(row: dict[str, Any], geometry: str) -> Event:
    """Return the event of a row whose column `geometry` is WKB.

    Raises
    ------
    NoEventError
        Where the row holds none, or its point was moved without its columns.
    """
    event = columns.to_event(row)
    shape = shapely.from_wkb(row.get(geometry), on_invalid="ignore")
    point = (shape.x, shape.y) if shape is not None and shape.geom_type == "Point" and not shape.is_empty else None
    columns.moved(event, point, drawn=geojson.point_of(geojson.geometry(event)))
    return event


def _bounds(shapes: Any) -> list[list[float]]:
    bounds: list[list[float]] = shapely.bounds(shapes).tolist()
    return bounds


def _geo(extent: Extent) -> dict[str, Any]:
    """Return the metadata `geo` of the specification, section "File metadata"."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(extent.types),
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if extent.bounds:
        column["bbox"] = list(extent.bounds)
    return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
