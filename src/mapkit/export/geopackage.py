"""GeoPackage 1.4 (OGC 12-128r19) for QGIS: one layer `events` in the flat columns, written by GDAL; and back.

What travels with the export is the layer's metadata (`gpkg_metadata`), where QGIS shows it.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from mapkit.errors import ExportError
from mapkit.export import columns
from mapkit.export.about import About
from mapkit.export.batches import FIELDS, GEOMETRY, arrays, batches, wkb
from mapkit.export.found import Found, found
from mapkit.export.geoparquet import event_of
from mapkit.model import Event

LAYER = "events"
_SCHEMA = pa.schema([*FIELDS, pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "ogc.wkb"})])
_TEXTS = tuple(column.name for column in columns.COLUMNS if column.kind == "text")


def save(events: Iterable[Event], path: Path, about: About | None = None) -> None:
    """Write one file with a row an event; an event without a place has a null geometry.

    Raises
    ------
    ExportError
        Where a text holds U+0000, at which GDAL would cut it. (No workspace holds one.)
    """
    faults: list[Exception] = []
    reader = pa.RecordBatchReader.from_batches(_SCHEMA, _kept(_pages(events), faults))
    try:
        pyogrio.write_arrow(
            reader,
            path,
            layer=LAYER,
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="Unknown",
            crs="EPSG:4326",
            layer_metadata=_metadata(about) if about else None,
        )
    except (RuntimeError, pa.ArrowException):
        if faults:
            raise faults[0] from None
        raise


def read(path: Path) -> Iterator[Found]:
    """Yield what each row of the layer holds, counted from 1.

    Raises
    ------
    ExportError
        Where the file is no GeoPackage of mapkit's.
    """
    try:
        with pyogrio.open_arrow(path, layer=LAYER, use_pyarrow=True) as (about, reader):
            number = 0
            for batch in reader:
                for row in batch.to_pylist():
                    number += 1
                    yield found(f"row {number}", partial(event_of, row, about["geometry_name"] or "wkb_geometry"))
    except (DataSourceError, DataLayerError) as error:
        raise ExportError(f"{path}: is no GeoPackage with a layer {LAYER!r} ({error})") from None


def _pages(events: Iterable[Event]) -> Iterator[pa.RecordBatch]:
    for cells, shapes in batches(events):
        for name in _TEXTS:
            for event_id, text in zip(cells["event_id"], cells[name], strict=True):
                if text and "\0" in text:
                    raise ExportError(f"event {event_id}: {name} holds U+0000, which no GeoPackage can; export CSV")
        yield pa.record_batch([*arrays(cells), wkb(shapes)], schema=_SCHEMA)


def _kept(pages: Iterator[pa.RecordBatch], faults: list[Exception]) -> Iterator[pa.RecordBatch]:
    """Keep what goes wrong among the events: GDAL, which asks for the pages, would say only that something did."""
    try:
        yield from pages
    except Exception as error:
        faults.append(error)
        raise


def _metadata(about: About) -> dict[str, str]:
    return {"coder_version": about.coder_version, **about.to_row()}
