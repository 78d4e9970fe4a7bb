"""How many independent publishers tell of an event, kept in a column of the index.

An event and its look-alikes are taken for one: events of other documents within 15 km and a few days that `compare`
finds alike, but for pairs that a person told apart; what was merged counts with all its documents. The numbers are
worked out when the index takes in a change: for the events that changed, for all that lie near where they were and are,
and for pairs that were told apart or are no longer. So they hold after every new document, correction and undo, and a
filter by them compares whole numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from mapkit.coding.cross_document import MAX_DAYS
from mapkit.model import Event
from mapkit.query.columns import BAND_DEG, STRIPES, key_of
from mapkit.query.likeness import likenesses, publishers

#: The most events that one is compared with: the nearest in time come first.
COMPARED_MAX = 200
#: How many days the news of one event may lie apart: its own dates, and some more until it is in the papers.
_NEWS_DAYS = MAX_DAYS + 5
#: Events that are counted at once.
_CHUNK = 5_000
_DAYS = f"date_diff('day', DATE '0001-01-01', news_day) // {_NEWS_DAYS} AS days"
_READ = f"""
    event_id, event_key, document_key, position, told_by, type_code, band, stripe, latitude, longitude, date_start,
    news_day, {_DAYS}"""
_PLACED = "event_status = 'actual' AND band IS NOT NULL"
#: Each event asked for beside each that may be it: a superset of what `compare` finds, by cells of place and time.
_NEAR = f"""
    WITH one AS (
        SELECT {_READ} FROM events JOIN wanted ON event_key = wanted.key AND event_id = wanted.id WHERE {_PLACED}
    ), spread AS (
        SELECT one.* REPLACE (band + b AS band, (stripe + s + {STRIPES}) % {STRIPES} AS stripe)
        FROM one, unnest([-1, 0, 1]) AS bands(b), unnest([-1, 0, 1]) AS stripes(s)
    ), other AS (
        SELECT {_READ} FROM events WHERE {_PLACED}
    ), met AS (
        SELECT one, other
        FROM (SELECT spread.* REPLACE (days + d AS days) FROM spread, unnest([-1, 0, 1]) AS weeks(d)) one
        JOIN other USING (type_code, band, stripe, days)
        UNION ALL
        SELECT one, other FROM (FROM spread WHERE news_day IS NULL) one JOIN other USING (type_code, band, stripe)
        UNION ALL
        SELECT one, other FROM (FROM spread WHERE news_day IS NOT NULL) one
        JOIN (FROM other WHERE news_day IS NULL) other USING (type_code, band, stripe)
    )
    FROM met SELECT one.event_id AS id, other.event_id AS other, one.told_by <> other.told_by AS news,
        abs(date_diff('day', one.news_day, other.news_day)) AS apart,
        other.document_key, other.position, other.event_key
    WHERE one.document_key <> other.document_key
        AND abs(one.latitude - other.latitude) <= {BAND_DEG}
        AND least(abs(one.longitude - other.longitude), 360 - abs(one.longitude - other.longitude))
            <= {BAND_DEG} / cos(radians(least(abs(one.latitude) + {BAND_DEG}, 89.9)))
        AND (apart IS NULL OR apart <= if(one.date_start IS NULL, {_NEWS_DAYS}, {MAX_DAYS})
            OR (other.date_start IS NULL AND apart <= {_NEWS_DAYS}))"""  # noqa: S608 - numbers of ours
#: Those that documents of several publishers tell of already.
_SEVERAL = """
    SELECT event_id FROM events JOIN wanted ON event_key = wanted.key AND event_id = wanted.id
    WHERE length(told_by) - length(replace(told_by, chr(10), '')) > 2"""
_ORDER = "apart NULLS LAST, document_key, position, event_key"


class Records(Protocol):
    """Where the events' records are: a `Workspace` is one."""

    def events(self, ids: Iterable[str]) -> Iterator[Event]:
        """Yield events by their ids, in this order, but for those that are not there."""


def near(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Return the ids of the events whose numbers may change with these: of all that could be one with them."""
    return {row[0] for row in _ask(cursor, ids, f"SELECT DISTINCT other FROM ({_NEAR})")}  # noqa: S608


def look_alikes(cursor: duckdb.DuckDBPyConnection, event_id: str) -> list[str]:
    """Return the ids of the events that one is to be compared with, at most `COMPARED_MAX`."""
    query = f"SELECT other FROM ({_NEAR}) ORDER BY {_ORDER} LIMIT {COMPARED_MAX}"  # noqa: S608
    return [row[0] for row in _ask(cursor, [event_id], query)]


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
        return
    if ids is None:
        ids = [row[0] for row in cursor.execute("SELECT event_id FROM events ORDER BY curve, event_id").fetchall()]
    ids = list(ids)
    for start in range(0, len(ids), _CHUNK):
        _recount(cursor, records, apart, ids[start : start + _CHUNK])


def _recount(
    cursor: duckdb.DuckDBPyConnection, records: Records, apart: set[frozenset[str]], ids: Sequence[str]
) -> None:
    beside: dict[str, list[str]] = {row[0]: [] for row in _ask(cursor, ids, _SEVERAL)}
    listed = f"list(other ORDER BY {_ORDER})[:{COMPARED_MAX}]"
    query = f"SELECT id, {listed}, bool_or(news) FROM ({_NEAR}) GROUP BY id"  # noqa: S608
    beside |= {one: alike for one, alike, news in _ask(cursor, ids, query) if news or one in beside}
    # Whom no other publisher can bear out keeps the number one, and is not read.
    needed = dict.fromkeys(key for one, others in beside.items() for key in (one, *others))
    read = {event.event_id: event for event in records.events(needed)}
    numbers = dict.fromkeys(ids, 1)
    for one, others in beside.items():
        if one in read:
            found = likenesses(read[one], (read[key] for key in others if key in read), apart)
            numbers[one] = publishers([read[one], *(other for _, other in found)])
    counted = pa.table({"key": [key_of(key) for key in numbers], "id": list(numbers), "number": list(numbers.values())})
    cursor.register("counted", counted)
    cursor.execute(
        "UPDATE events SET publishers = number FROM counted"
        " WHERE event_key = counted.key AND event_id = counted.id AND publishers <> number"
    )
    cursor.unregister("counted")


def _ask(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str], query: str) -> list[tuple[Any, ...]]:
    """Return the answer to a question about some events."""
    wanted = list(ids)
    cursor.register(
        "wanted", pa.table({"id": pa.array(wanted, pa.string()), "key": pa.array(map(key_of, wanted), pa.int64())})
    )
    try:
        return cursor.execute(query).fetchall()
    finally:
        cursor.unregister("wanted")
