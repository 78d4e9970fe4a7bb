"""Dated events as columns of numbers, for a browser that plays them over time: some 14 bytes an event.

The layout, all numbers little-endian:

- 4 bytes: the length of the head, a multiple of 4;
- the head, JSON in UTF-8: `count` events, of which the first `single` are of one day; `types`, `claims` and `kinds`,
  names by their codes;
- `x` and `y`, uint32 each: places in units of the map (see `mapkit.query.projection`);
- `first`, int32: the day on which an event began, counted from 1970-01-01;
- `last`, int32: the last day of each event of several days, which follow those of one day;
- `type`, uint8: the code of its type;
- `look`, uint8: the code of its claim status, + 8 times that of its kind of place, + 32 where it did not happen, or
  not now.

The events of one day are in the order of their day, and so are those of several by their first: a period is a slice of
the former.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

import duckdb
import numpy as np

from mapkit.errors import FilterError
from mapkit.model import ClaimStatus, EventStatus
from mapkit.query.filters import Filters
from mapkit.query.predicate import Condition

#: The most events that are packed: 56 MB in the browser.
PACKED_MAX = 4_000_000
#: Kinds of place by their code.
KINDS = ("point", "line", "area")
_CLAIMS = tuple(status.value for status in ClaimStatus)
_PLACED = Condition("x >= 0 AND first_day IS NOT NULL")
_COLUMNS = """
    x, y,
    date_diff('day', DATE '1970-01-01', first_day)::INTEGER AS first,
    date_diff('day', DATE '1970-01-01', last_day)::INTEGER AS last,
    type_code,
    (coalesce(list_position(?, claim_status), 1) - 1
        + 8 * (coalesce(list_position(?, kind), 1) - 1)
        + 32 * (event_status <> ?)::INTEGER)::UTINYINT AS look"""


def timeless(filters: Filters) -> Filters:
    """Return filters without those of time: a playback goes through all of it."""
    return replace(filters, since="", until="", undated="")


def pack(cursor: duckdb.DuckDBPyConnection, condition: Condition, types: Sequence[str]) -> bytes:
    """Return the events that pass a condition and have both a date and a place, as the module's description says.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, inside a transaction.
    condition : Condition
    types : sequence of str
        The event types by their code.

    Raises
    ------
    FilterError
        Where they are more than `PACKED_MAX`.
    """
    wanted = _PLACED & condition
    found = cursor.execute(f"SELECT count(*) FROM events WHERE {wanted.sql}", wanted.parameters).fetchone()  # noqa: S608
    count = int(found[0]) if found else 0
    if count > PACKED_MAX:
        raise FilterError(f"{count:,} events are more than the {PACKED_MAX:,} that can be played; narrow the filters")
    query = f"""
        SELECT {_COLUMNS} FROM events WHERE {wanted.sql}
        ORDER BY last_day > first_day, first_day, curve, event_key"""  # noqa: S608
    parameters = [list(_CLAIMS), list(KINDS), EventStatus.ACTUAL.value, *wanted.parameters]
    columns = cursor.execute(query, parameters).fetchnumpy()
    longer = columns["last"] > columns["first"]
    return b"".join(
        (
            _head(count, count - int(np.count_nonzero(longer)), types),
            *(np.asarray(columns[name], dtype="<u4").tobytes() for name in ("x", "y")),
            np.asarray(columns["first"], dtype="<i4").tobytes(),
            np.asarray(columns["last"][longer], dtype="<i4").tobytes(),
            *(np.asarray(columns[name], dtype=np.uint8).tobytes() for name in ("type_code", "look")),
        )
    )


def _head(count: int, single: int, types: Sequence[str]) -> bytes:
    content = {"count": count, "single": single, "types": list(types), "claims": _CLAIMS, "kinds": KINDS}
    head = json.dumps(content, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 4)
    return len(head).to_bytes(4, "little") + head
