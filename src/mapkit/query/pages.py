"""The table of events page by page, and the page of those that nobody has read yet."""

from dataclasses import dataclass
from typing import Any

import duckdb

from mapkit.errors import FilterError
from mapkit.query.columns import KEYS, READING_ORDER
from mapkit.query.predicate import Condition
from mapkit.workspace import QUEUE_ORDER

#: The largest page of the table.
PAGE_MAX = 1_000
#: The table's columns by the name that a page shows, with the index's column.
_TABLE = {
    "id": "event_id",
    "date": "date_start",
    "date_end": "date_end",
    "date_text": "date_text",
    "type": "event_type",
    "sub": "sub_event_type",
    "status": "event_status",
    "claim": "claim_status",
    "claimed_by": "claimed_by",
    "place": "location",
    "admin1": "admin1",
    "country": "country",
    "front": "front",
    "lat": "latitude",
    "lon": "longitude",
    "actor1": "actor1",
    "actor2": "actor2",
    "sentence": "sentence",
    "document_id": "document_id",
    "publisher": "publisher",
    "published": "published",
}
#: What the table can be sorted by, with `-` before it for descending.
SORTS = {name: _TABLE[name] for name in _TABLE if name not in {"id", "sentence", "lat", "lon", "date_text"}}
#: The workspace's order of what to check, in the columns that order here as those do.
QUEUED = ", ".join({"doubt": "doubt DESC", **KEYS}.get(name, name) for name in QUEUE_ORDER)


@dataclass(frozen=True, slots=True)
class Table:
    """One page of the table of events.

    Parameters
    ----------
    rows : list of dict
        Keys id, date, date_end, date_text, type, sub, status, claim, claimed_by, place, admin1, country, front, lat,
        lon, actor1, actor2, sentence, document_id, publisher, published; what is not stated is None.
    total : int
        Events on all pages.
    page, pages : int
        Counted from 1; `pages` is 1 where there is no event.
    """

    rows: list[dict[str, Any]]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the events that nobody has read yet.

    Parameters
    ----------
    ids : tuple of str
        What pays most comes first.
    unread, read : int
        How many events pass the filters that nobody has read, and that people have read: those that they took off
        the map are among the read.
    page, pages : int
        Counted from 1; `pages` is 1 where there is nothing to read.
    """

    ids: tuple[str, ...]
    unread: int
    read: int
    page: int
    pages: int


def order_of(sort: str) -> str:
    """Return the columns that order the table by one of `SORTS`.

    Raises
    ------
    FilterError
        Where it is none of them.
    """
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise FilterError(f"sort={sort!r} is unknown; known are: {', '.join(SORTS)}, each also with - before it")
    direction = "DESC" if sort.startswith("-") else "ASC"
    return f"{SORTS[name]} {direction} NULLS LAST, {READING_ORDER}"


def checked(page: int, page_size: int) -> None:
    """Raise `FilterError` where the number or the size of a page is out of range."""
    if page < 1:
        raise FilterError("page counts from 1")
    if not 1 <= page_size <= PAGE_MAX:
        raise FilterError(f"page_size must be 1 to {PAGE_MAX}")


def read(cursor: duckdb.DuckDBPyConnection, condition: Condition, page: int, page_size: int, order: str) -> Table:
    """Return one page of the events that pass a condition.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, inside a transaction.
    condition : Condition
    page, page_size : int
        As `checked` lets pass; a page beyond the last gives the last.
    order : str
        Columns, as `order_of` gives them.
    """
    query = f"SELECT count(*) FROM events WHERE {condition.sql}"  # noqa: S608
    found = cursor.execute(query, condition.parameters).fetchone()
    total = int(found[0]) if found else 0
    pages = max(1, -(-total // page_size))
    page = min(page, pages)
    # Sorted are the keys alone; only the page's rows are read in full.
    query = f"SELECT rowid FROM events WHERE {condition.sql} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
    parameters = [*condition.parameters, page_size, (page - 1) * page_size]
    wanted = [row[0] for row in cursor.execute(query, parameters).fetchall()]
    query = f"SELECT rowid, {', '.join(_TABLE.values())} FROM events WHERE rowid IN (SELECT unnest(?))"  # noqa: S608
    found_rows = {row[0]: row[1:] for row in cursor.execute(query, [wanted]).fetchall()}
    rows = [dict(zip(_TABLE, found_rows[row], strict=True)) for row in wanted]
    return Table(rows, total, page, pages)
