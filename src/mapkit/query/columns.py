"""The columns of the index, made from the rows of the workspace."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mapkit.model import EventType
from mapkit.query import cells, projection
from mapkit.query.days import day_of, span_of
from mapkit.query.search import fold
from mapkit.workspace import INDEX_COLUMNS, Review

#: What `review` says of an event that nobody has read.
UNREAD = Review.UNREAD.value
_TYPES = {
    "position": pa.int32(),
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "coordinate_uncertainty_m": pa.float64(),
    "doubt": pa.float64(),
    "deleted": pa.bool_(),
}
#: The workspace's columns that the index keeps as they are; `deleted` are those that people took off the map.
STORED = tuple(name for name in INDEX_COLUMNS if name not in {"change", "words"})
#: And those that it makes: whole numbers for what is sorted and grouped by a million at a time.
SCHEMA = pa.schema(
    [(name, _TYPES.get(name, pa.string())) for name in STORED]
    + [
        ("folded", pa.string()),  # the words, folded for search
        ("first_day", pa.date32()),  # the days that its dates span, both null where it has none
        ("last_day", pa.date32()),
        ("x", pa.int32()),  # the place in units of the map, -1 for none
        ("y", pa.int32()),
        ("curve", pa.int64()),  # its position on the Z-order curve
        ("type_code", pa.uint8()),
        ("combination", pa.int32()),
        ("document_key", pa.int64()),  # ids as numbers: they order and find as the ids do
        ("event_key", pa.int64()),
        ("told_by", pa.string()),  # the publishers that tell of it, each name between line ends
        ("publishers", pa.int16()),  # how many independent ones do, look-alikes included: see `corroboration`
        ("news_day", pa.date32()),  # its day, else that of its document
        ("band", pa.int16()),  # the cell of look-alikes by latitude and longitude, null for none: see `cells`
        ("stripe", pa.int16()),
    ]
)
#: The ids and the numbers made of them, in whose order they stand.
KEYS = {"document_id": "document_key", "event_id": "event_key"}
#: Rows are read in this order: by document, and as they stand in it.
READING_ORDER = "document_key, position, event_key"


class Combination(NamedTuple):
    """What the counts are by: there are a few thousand combinations in a million events."""

    event_type: str
    sub_event_type: str
    claim_status: str
    event_status: str
    front: str | None
    placed: bool


class Codes:
    """Numbers for types and combinations, given as they are met; a number is never given anew.

    Parameters
    ----------
    types, combinations : sequence
        Those that have numbers already, in their order; by default the model's types and no combination.
    """

    def __init__(self, types: Sequence[str] = (), combinations: Sequence[Sequence[Any]] = ()) -> None:
        self.types = list(types) or [kind.value for kind in EventType]
        self.combinations = [Combination(*parts) for parts in combinations]
        self._type_codes = {name: code for code, name in enumerate(self.types)}
        self._combination_codes = {parts: code for code, parts in enumerate(self.combinations)}

    def columns_of(
        self, page: Sequence[Sequence[Any]], others: Mapping[str, Sequence[str | None]] | None = None
    ) -> pa.Table:
        """Return the index's columns of rows.

        Of the deleted ones only those come that people took off the map: they count as read.

        Parameters
        ----------
        page : sequence of rows
            Each with the values of `INDEX_COLUMNS`.
        others : mapping, optional
            By event id: the publishers of other documents that an event rests on too.
        """
        deleted, review = INDEX_COLUMNS.index("deleted"), INDEX_COLUMNS.index("review")
        live = [row for row in page if not row[deleted] or row[review] != UNREAD]
        if not live:
            return SCHEMA.empty_table()
        values = dict(zip(INDEX_COLUMNS, zip(*live, strict=True), strict=True))
        latitude, longitude = _degrees(values["latitude"]), _degrees(values["longitude"])
        x, y = projection.project(latitude, longitude)
        band, stripe = cells.cells(latitude, longitude)
        spans = [span_of(*dates) for dates in zip(values["date_start"], values["date_end"], strict=True)]
        columns: dict[str, Any] = {name: values[name] for name in STORED}
        columns |= {
            "latitude": pa.array(latitude, from_pandas=True),
            "longitude": pa.array(longitude, from_pandas=True),
            "folded": [fold(words) for words in values["words"]],
            "first_day": [first for first, _ in spans],
            "last_day": [last for _, last in spans],
            "x": x.astype(np.int32),
            "y": y.astype(np.int32),
            "curve": projection.curve(x, y),
            "type_code": [self._type(name) for name in values["event_type"]],
            "combination": self._combinations(values, x >= 0),
            "document_key": [key_of(text) for text in values["document_id"]],
            "event_key": [key_of(text) for text in values["event_id"]],
            "told_by": [
                _told_by([publisher, *(others or {}).get(event_id, ())])
                for event_id, publisher in zip(values["event_id"], values["publisher"], strict=True)
            ],
            "publishers": np.ones(len(live), dtype=np.int16),
            "news_day": [
                day_of(start) or day_of(published)
                for start, published in zip(values["date_start"], values["published"], strict=True)
            ],
            "band": pa.array(band, pa.int16(), from_pandas=True),
            "stripe": pa.array(stripe, pa.int16(), from_pandas=True),
        }
        return pa.table(columns, schema=SCHEMA)

    def _type(self, name: str) -> int:
        if name not in self._type_codes:
            self.types.append(name)
            self._type_codes[name] = len(self.types) - 1
        return self._type_codes[name]

    def _combinations(self, values: Mapping[str, Sequence[Any]], placed: NDArray[np.bool_]) -> list[int]:
        names = [values[name] for name in Combination._fields[:-1]]
        codes = []
        for parts in zip(*names, placed.tolist(), strict=True):
            combination = Combination(*parts)
            code = self._combination_codes.get(combination)
            if code is None:
                self.combinations.append(combination)
                code = self._combination_codes[combination] = len(self.combinations) - 1
            codes.append(code)
        return codes


def key_of(text: str) -> int:
    """Return 63 bits of an id: its first hex digits, which order as it does; a hash where it is no hex number."""
    try:
        return int(text[:16].ljust(16, "0"), 16) >> 1
    except ValueError:
        return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8]) >> 1


def _told_by(publishers: Sequence[str | None]) -> str:
    names = {" ".join((publisher or "").split()) for publisher in publishers}
    return "\n".join(["", *sorted(names), ""])


def _degrees(values: Sequence[float | None]) -> NDArray[np.float64]:
    """Return degrees to a decimetre, NaN for None."""
    return np.array([math.nan if value is None else round(value, 6) for value in values], dtype=np.float64)
