"""The columns of the index, made from the rows of the workspace."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mapkit.query import projection
from mapkit.query.search import fold
from mapkit.workspace import INDEX_COLUMNS

_NUMBERS = {
    "position": pa.int64(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "coordinate_uncertainty_m": pa.float64(),
    "change": pa.int64(),
}
#: The workspace's columns that the index keeps as they are.
STORED = tuple(name for name in INDEX_COLUMNS if name not in {"deleted", "words"})
#: And those that it makes: the words folded for search, the place in units of the map, its position on the curve.
SCHEMA = pa.schema(
    [(name, _NUMBERS.get(name, pa.string())) for name in STORED]
    + [("folded", pa.string()), ("x", pa.int32()), ("y", pa.int32()), ("curve", pa.int64())]
)


def columns_of(page: Sequence[Sequence[Any]]) -> pa.Table:
    """Return the index's columns of rows with the values of `INDEX_COLUMNS`, the deleted ones left out."""
    deleted = INDEX_COLUMNS.index("deleted")
    live = [row for row in page if not row[deleted]]
    values = (
        dict(zip(INDEX_COLUMNS, zip(*live, strict=True), strict=True)) if live else dict.fromkeys(INDEX_COLUMNS, ())
    )
    latitude, longitude = _degrees(values["latitude"]), _degrees(values["longitude"])
    x, y = projection.project(latitude, longitude)
    columns: dict[str, Any] = {name: values[name] for name in STORED}
    columns |= {
        "latitude": pa.array(latitude, from_pandas=True),
        "longitude": pa.array(longitude, from_pandas=True),
        "folded": [fold(words) for words in values["words"]],
        "x": x.astype(np.int32),
        "y": y.astype(np.int32),
        "curve": projection.curve(x, y),
    }
    return pa.table(columns, schema=SCHEMA)


def _degrees(values: Sequence[float | None]) -> NDArray[np.float64]:
    """Return degrees to a decimetre, NaN for None."""
    return np.array([math.nan if value is None else round(value, 6) for value in values], dtype=np.float64)
