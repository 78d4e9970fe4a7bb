"""How many independent publishers tell of an event, kept in a column of the index.

An event and its look-alikes are taken for one: events of other documents within 15 km and a few days that `likeness`
finds alike, but for pairs that a person told apart; what was merged counts with all its documents. The numbers are
worked out when the index takes in a change: for the events that changed, for all that lie near where they were and are,
and for pairs that were told apart or are no longer. So they hold after every new document, correction and undo, and a
filter by them compares whole numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mapkit.query import cells, likeness
from mapkit.query.clues import Clues, Reader, Whole
from mapkit.query.columns import key_of
from mapkit.query.neighbours import NEWS_DAYS, NOWHERE, Neighbours, Slices

Columns = dict[str, NDArray[Any]]

#: Records that are read at once.
_CHUNK = 50_000
#: Longer than any calendar.
_ALWAYS = 10_000_000
_PLACED = "event_status = 'actual' AND band IS NOT NULL"
_DAY = "date_diff('day', DATE '0001-01-01', news_day)"
#: What several documents tell of counts by itself, wherever it is.
_SEVERAL = "length(told_by) - length(replace(told_by, chr(10), '')) > 2"
_ASKED = "SELECT events.rowid FROM events JOIN asked ON event_key = asked.key AND event_id = asked.id"
#: The events in some cells, of some days or of none.
_REACHED = f"""
    SELECT events.rowid FROM events JOIN reach USING (type_code, band, stripe)
    WHERE ({_PLACED}) AND (news_day IS NULL OR {_DAY} BETWEEN since AND until)"""  # noqa: S608 - of ours
_READ = f"""
    SELECT rowid AS row, event_key, document_key, position, hash(told_by) AS told_by, {_SEVERAL} AS several, type_code,
        if({_PLACED}, band, {NOWHERE}) AS band, coalesce(stripe, 0) AS stripe, coalesce(latitude, 0) AS latitude,
        coalesce(longitude, 0) AS longitude, date_start IS NOT NULL AS stated, coalesce({_DAY}, -1) AS day
    FROM events"""  # noqa: S608 - of ours


class Records(Protocol):
    """Where the events' records are: a `Workspace` is one."""

    def records(self, ids: Iterable[str]) -> Iterator[Sequence[tuple[str, str]]]:
        """Yield pages of (event id, record as JSON), of the events that are there."""


def near(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Return the ids of the events whose numbers may change with these: of all that could be one with them."""
    with _asked(cursor, ids):
        query = f"SELECT event_id FROM events WHERE rowid IN ({_REACHED})"  # noqa: S608 - of ours
        return {row[0] for row in cursor.execute(query).fetchall()}


def look_alikes(cursor: duckdb.DuckDBPyConnection, event_id: str) -> list[str]:
    """Return the ids of the events that one is to be compared with: a few hundred at most, see `neighbours`."""
    with _asked(cursor, [event_id]) as asked:
        events = _read(cursor, f"WHERE rowid IN ({_ASKED} UNION {_REACHED})")
        wanted = np.flatnonzero(np.isin(events["row"], asked))
        neighbours = Neighbours(events)
        found = [other for _, _, other in neighbours.pairs(wanted, neighbours.slices(wanted))]
        return sorted(_ids(cursor, events, np.unique(np.concatenate([wanted[:0], *found]))))


def recount(
    cursor: duckdb.DuckDBPyConnection, records: Records, apart: set[frozenset[str]], ids: Iterable[str] | None = None
) -> None:
    """Bring the column `publishers` of events up to date, by default of all.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, in a transaction.
    records : Records
    apart : set of frozenset of str
        The pairs of ids that a person has told to be not the same.
    ids : iterable of str, optional
    """
    names = cursor.execute("SELECT DISTINCT told_by FROM events LIMIT 2").fetchall()
    if len(names) < 2 and all(name.count("\n") == 2 for (name,) in names):
        cursor.execute("UPDATE events SET publishers = 1 WHERE publishers <> 1")  # one publisher tells of all
    elif ids is None:
        events = _read(cursor, f"WHERE ({_PLACED}) OR {_SEVERAL}")
        _count(cursor, records, apart, events, np.arange(len(events["row"])))
    else:
        with _asked(cursor, ids) as asked:
            events = _read(cursor, f"WHERE rowid IN ({_ASKED} UNION {_REACHED})")
            _count(cursor, records, apart, events, np.flatnonzero(np.isin(events["row"], asked)))


def _count(
    cursor: duckdb.DuckDBPyConnection, records: Records, apart: set[frozenset[str]], events: Columns, wanted: Whole
) -> None:
    """Write the numbers of some events; whom no other publisher can bear out keeps the number one, and is not read."""
    neighbours = Neighbours(events)
    slices = neighbours.slices(wanted)
    told_by = events["told_by"][neighbours.order]
    several = np.flatnonzero(events["several"][wanted] | _differ(told_by, events["told_by"][wanted], slices))
    slices = [Slices(part.first[several], part.last[several]) for part in slices]
    needed = np.zeros(len(told_by), bool)
    needed[neighbours.order] = _covered(len(told_by), slices)
    needed[wanted[several]] = True
    found = np.ones(len(told_by), np.int64)
    if len(several):
        clues, told_apart = _clues(cursor, records, apart, events, np.flatnonzero(needed))
        for these, one, other in neighbours.pairs(wanted[several], slices):
            taken = likeness.alike(clues, events["latitude"], events["longitude"], one, other)
            taken &= ~np.isin(one * len(told_by) + other, told_apart)
            found[these] = likeness.numbers(clues, these, one[taken], other[taken])
    cursor.register("counted", pa.table({"row": events["row"][wanted], "number": found[wanted]}))
    cursor.execute(
        "UPDATE events SET publishers = number FROM counted WHERE events.rowid = counted.row AND publishers <> number"
    )
    cursor.unregister("counted")


def _clues(
    cursor: duckdb.DuckDBPyConnection, records: Records, apart: set[frozenset[str]], events: Columns, needed: Whole
) -> tuple[Clues, Whole]:
    """Return what the records of some events say, and the pairs told apart, each as one number of both rows."""
    size = len(events["row"])
    reader, parted = Reader(cursor, size), frozenset[str]().union(*apart)
    rows: dict[str, int] = {}
    for start in range(0, len(needed), _CHUNK):
        ids = _ids(cursor, events, needed[start : start + _CHUNK])
        page = [part for pages in records.records(ids) for part in pages]
        reader.take([ids[key] for key, _ in page], [record for _, record in page])
        rows |= {key: ids[key] for key in parted & ids.keys()}
    pairs = [[rows[key] for key in pair] for pair in apart if pair <= rows.keys()]
    return reader.clues(), np.array(
        [at for one, other in pairs for at in (one * size + other, other * size + one)], np.int64
    )


def _ids(cursor: duckdb.DuckDBPyConnection, events: Columns, wanted: Whole) -> dict[str, int]:
    """Return which of some rows has which id."""
    cursor.register("named", pa.table({"row": events["row"][wanted], "number": wanted}))
    found = cursor.execute("SELECT event_id, number FROM events JOIN named ON events.rowid = named.row").fetchall()
    cursor.unregister("named")
    return dict(found)


@contextmanager
def _asked(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> Iterator[Whole]:
    """Register some events as `asked`, and the cells and days around them as `reach`; yield their numbers as rows."""
    wanted = list(ids)
    keys = pa.array(map(key_of, wanted), pa.int64())
    cursor.register("asked", pa.table({"id": pa.array(wanted, pa.string()), "key": keys}))
    events = _read(cursor, f"WHERE rowid IN ({_ASKED})")
    cursor.register("reach", _reach(events))
    yield events["row"]
    for name in ("asked", "reach"):
        cursor.unregister(name)


def _reach(events: Columns) -> pa.Table:
    """Return the cells around events, each with the days of which an event there may be one with one of them."""
    placed = np.flatnonzero(events["band"] > NOWHERE)
    kind, day = events["type_code"][placed].astype(np.int64), events["day"][placed]
    around = [np.stack((kind, *cell)) for cell in cells.around(events["latitude"][placed], events["longitude"][placed])]
    distinct, which = np.unique(np.concatenate(around, axis=1), axis=1, return_inverse=True)
    since, until = np.full(distinct.shape[1], _ALWAYS), np.full(distinct.shape[1], -_ALWAYS)
    np.minimum.at(since, which, np.tile(np.where(day < 0, -_ALWAYS, day - NEWS_DAYS), len(around)))
    np.maximum.at(until, which, np.tile(np.where(day < 0, _ALWAYS, day + NEWS_DAYS), len(around)))
    names = ("type_code", "band", "stripe", "since", "until")
    return pa.table(dict(zip(names, (*distinct, since, until), strict=True)))


def _read(cursor: duckdb.DuckDBPyConnection, condition: str) -> Columns:
    """Return what is compared of events first, by column."""
    found = cursor.execute(f"{_READ} {condition}").fetchnumpy()
    return {name: np.asarray(values) for name, values in found.items()}


def _differ(told_by: NDArray[Any], own: NDArray[Any], slices: Sequence[Slices]) -> NDArray[np.bool_]:
    """Return which events have one in their slices that others tell of than they themselves."""
    changes = np.concatenate(([0], np.cumsum(told_by[1:] != told_by[:-1])))
    found = np.zeros(len(own), bool)
    for first, last in slices:
        some = np.flatnonzero(last > first)
        start, end = first[some], last[some] - 1
        found[some] |= (changes[start] != changes[end]) | (told_by[start] != own[some])
    return found


def _covered(size: int, slices: Sequence[Slices]) -> NDArray[np.bool_]:
    """Return which places slices cover."""
    steps = np.zeros(size + 1, np.int64)
    for first, last in slices:
        steps += np.bincount(first, minlength=size + 1) - np.bincount(last, minlength=size + 1)
    covered: NDArray[np.bool_] = np.cumsum(steps)[:-1] > 0
    return covered
