"""Events as Arrow batches in the flat columns, the geometry as WKB: what GeoParquet and GeoPackage are made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry import shape as from_geojson

from mapkit.export import columns, geojson
from mapkit.model import Event

#: The name of the geometry's column.
GEOMETRY = "geom"
#: Events a batch: some ten megabytes.
BATCH = 5_000

_TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "json": pa.string(),
}
#: The flat columns; `GEOMETRY` follows them.
FIELDS: list[pa.Field] = [pa.field(column.name, _TYPES[column.kind]) for column in columns.COLUMNS]


@dataclass(slots=True)
class Extent:
    """What the geometries seen so far span."""

    types: set[str] = field(default_factory=set)
    bounds: tuple[float, float, float, float] | None = None

    def add(self, shapes: "np.ndarray[Any, Any]") -> None:
        """Take geometries into account; None is passed over."""
        there = shapes[~shapely.is_missing(shapes)]
        self.types |= {shape.geom_type for shape in there}
        if len(there):
            west, south, east, north = (float(value) for value in shapely.total_bounds(there))
            if self.bounds:
                west, south = min(west, self.bounds[0]), min(south, self.bounds[1])
                east, north = max(east, self.bounds[2]), max(north, self.bounds[3])
            self.bounds = west, south, east, north


def batches(events: Iterable[Event]) -> Iterator[tuple[dict[str, list[Any]], "np.ndarray[Any, Any]"]]:
    """Yield the cells by column and the geometries of a batch of events at a time."""
    source = iter(events)
    while page := list(islice(source, BATCH)):
        rows = [columns.to_row(event) for event in page]
        cells = {one.name: [_cell(one, row[one.name]) for row in rows] for one in columns.COLUMNS}
        shapes = np.empty(len(page), dtype=object)
        for number, event in enumerate(page):
            told = geojson.geometry(event)
            shapes[number] = from_geojson(told) if told else None
        yield cells, shapes


def _cell(column: columns.Column, value: Any) -> Any:
    return float(value) if column.kind == "number" and value is not None else value


def arrays(cells: dict[str, list[Any]]) -> list[pa.Array]:
    """Return the flat columns of a batch as Arrow arrays."""
    return [pa.array(cells[one.name], one.type) for one in FIELDS]


def wkb(shapes: "np.ndarray[Any, Any]") -> pa.Array:
    """Return geometries as ISO well-known binary."""
    return pa.array(shapely.to_wkb(shapes, flavor="iso"), pa.binary())
