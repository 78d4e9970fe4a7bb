"""The columns behind the map, in memory, following the workspace."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from mapkit.errors import FilterError
from mapkit.model import Document, Event
from mapkit.query import corroboration, packed, projection, viewport
from mapkit.query.columns import KEYS, READING_ORDER, SCHEMA, UNREAD, Codes, Combination, key_of
from mapkit.query.facets import Facets, count
from mapkit.query.filters import Filters
from mapkit.query.kept import Kept, State
from mapkit.query.patience import taken
from mapkit.query.predicate import Condition, condition_of, uncounted_condition
from mapkit.query.statistics import Statistics, checked, statistics
from mapkit.query.timeline import Timeline, timeline
from mapkit.workspace import QUEUE_ORDER

#: Share of rows out of their order in space from which the table is sorted anew.
_UNSORTED_MAX = 0.1
#: Below this many rows the order does not matter.
_SORT_FROM = 20_000
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
#: Events, and beside them those that people took off the map: they are only counted, as read.
_TABLES = ("events", "removed")
#: The workspace's order of what to check, in the columns that order here as those do.
_QUEUE = ", ".join({"doubt": "doubt DESC", **KEYS}.get(name, name) for name in QUEUE_ORDER)
#: What the table can be sorted by, with `-` before it for descending.
SORTS = {name: _TABLE[name] for name in _TABLE if name not in {"id", "sentence", "lat", "lon", "date_text"}}


class Source(Protocol):
    """What an index follows: a `Workspace` is one."""

    identity: str

    def version(self) -> int:
        """Return the number of the last change."""

    def index_rows(self, since: int = 0, until: int | None = None) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield pages of rows with the values of `INDEX_COLUMNS`, of the events changed in (since, until]."""

    def other_publishers(self, since: int = 0, until: int | None = None) -> Iterable[tuple[str, str | None]]:
        """Return (event id, publisher) of each further document that such an event rests on."""

    def events(self, ids: Iterable[str]) -> Iterator[Event]:
        """Yield events by their ids, in this order, but for those that are not there."""

    def apart(self) -> set[frozenset[str]]:
        """Return the pairs of events that people have told to be not the same."""


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


class EventIndex:
    """Events by place, filter and word, in DuckDB within this process.

    Every question first looks whether the workspace has changed (some 0.1 ms) and takes in what did; while one
    thread does so, the others answer from the state before. Every method may be called from any thread.

    Parameters
    ----------
    workspace : Source
    folder : pathlib.Path, optional
        Where a big index is kept for the next start; by default it is not.
    """

    def __init__(self, workspace: Source, folder: Path | None = None) -> None:
        self._source = workspace
        self._kept = Kept(folder, workspace.identity) if folder else None
        self._saving: threading.Thread | None = None
        self._version = -1
        self._unsorted = 0
        self._codes = Codes()
        self._apart: set[frozenset[str]] = set()
        self._following = threading.Lock()
        self._local = threading.local()
        self._connection = duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
        self._connection.register("empty", SCHEMA.empty_table())
        for table in _TABLES:
            self._connection.execute(f"CREATE TABLE {table} AS FROM empty")
        self._connection.unregister("empty")
        self._cube = lru_cache(maxsize=64)(self._count_cube)
        self._facets = lru_cache(maxsize=256)(self._count_facets)
        self._timelines = lru_cache(maxsize=64)(self._count_timeline)
        self._statistics = lru_cache(maxsize=32)(self._count_statistics)
        self._pages = lru_cache(maxsize=32)(self._read_page)
        self._alike = lru_cache(maxsize=256)(self._find_alike)

    def close(self) -> None:
        """Free the memory; no question may follow."""
        if self._saving:
            self._saving.join()
        self._connection.close()

    def version(self) -> int:
        """Take in what changed in the workspace, and return the number of the change that all answers now hold."""
        if self._source.version() != self._version and self._following.acquire(blocking=self._version < 0):
            try:
                self._follow()
            finally:
                self._following.release()
        return self._version

    # Questions.

    def viewport(
        self, west: float, south: float, east: float, north: float, zoom: float, filters: Filters | None = None
    ) -> dict[str, Any]:
        """Return what the map shows of a box: see `mapkit.query.viewport.viewport`."""
        filters = filters or Filters()
        counts = self.facets(filters)
        box = projection.Box.of(west, south, east, north)
        level = viewport.level(zoom)
        with self._snapshot() as cursor:
            answer = viewport.viewport(cursor, box, level, condition_of(filters), self._codes.types)
        return {"mode": answer.mode, "total": answer.total, "unplaced": counts.unplaced, "features": answer.features}

    def facets(self, filters: Filters | None = None) -> Facets:
        """Return the live counts of all filters."""
        return self._facets(self.version(), filters or Filters())

    def timeline(self, filters: Filters | None = None) -> Timeline:
        """Return the events by day, week or month and type, under all filters but those of time themselves."""
        return self._timelines(self.version(), packed.timeless(filters or Filters()))

    def packed(self, filters: Filters | None = None) -> bytes:
        """Return the dated events on the map as columns of numbers, under all filters but those of time themselves.

        See `mapkit.query.packed` for their layout; raises FilterError where they are too many.
        """
        self.version()
        condition = condition_of(packed.timeless(filters or Filters()))
        with self._snapshot() as cursor:
            return packed.pack(cursor, condition, self._codes.types)

    def statistics(self, filters: Filters | None = None, by: Sequence[str] = ("front", "type", "week")) -> Statistics:
        """Return how many events pass the filters, by front, type, week or what else is asked for.

        Parameters
        ----------
        filters : Filters, optional
        by : sequence of str
            Of `mapkit.query.DIMENSIONS`.

        Raises
        ------
        FilterError
            Where `by` names nothing, one that is not known or one twice, or makes too many groups.
        """
        return self._statistics(self.version(), filters or Filters(), checked(by))

    def table(self, filters: Filters | None = None, page: int = 1, page_size: int = 50, sort: str = "-date") -> Table:
        """Return one page of the events that pass the filters, those without a place among them.

        Parameters
        ----------
        filters : Filters, optional
        page : int
            From 1; one beyond the last gives the last.
        page_size : int
            1 to `PAGE_MAX`.
        sort : str
            A column of the table, `-` before it for descending; what is not stated comes last either way, ties in
            reading order.

        Raises
        ------
        FilterError
            Where page, page_size or sort is out of range.
        """
        return self._page(condition_of(filters or Filters()), page, page_size, _order(sort))

    def at(
        self, latitude: float, longitude: float, filters: Filters | None = None, page: int = 1, page_size: int = 50
    ) -> Table:
        """Return one page of the events at one position, as `viewport` gave it: what lies under a stack of markers."""
        x, y = projection.project_one(latitude, longitude)
        here = Condition("x = ? AND y = ?", (x, y))
        return self._page(condition_of(filters or Filters()) & here, page, page_size, READING_ORDER)

    def inside(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        filters: Filters | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Table:
        """Return one page of the events in a box, such as a cluster's bounds, in reading order."""
        here = viewport.within(projection.Box.of(west, south, east, north))
        return self._page(condition_of(filters or Filters()) & here, page, page_size, READING_ORDER)

    def look_alikes(self, event_id: str) -> list[str]:
        """Return the ids of events of other documents to compare one with: see `mapkit.query.similar`."""
        return list(self._alike(self.version(), event_id))

    def ids(self, filters: Filters | None = None) -> list[str]:
        """Return the ids of the events that pass the filters, in reading order."""
        self.version()
        condition = condition_of(filters or Filters())
        query = f"SELECT event_id FROM events WHERE {condition.sql} ORDER BY {READING_ORDER}"  # noqa: S608
        return [row[0] for row in self._cursor().execute(query, condition.parameters).fetchall()]

    def queue(self, filters: Filters | None = None, page: int = 1, page_size: int = 50) -> Queue:
        """Return one page of the events that nobody has read yet, those first where checking pays most.

        Parameters
        ----------
        filters : Filters, optional
        page : int
            From 1; one beyond the last gives the last.
        page_size : int
            1 to `PAGE_MAX`.

        Raises
        ------
        FilterError
            Where page or page_size is out of range.
        """
        condition = condition_of(filters or Filters())
        found = self._page(condition & Condition("review = ?", (UNREAD,)), page, page_size, _QUEUE)
        read = condition & Condition("review <> ?", (UNREAD,))
        query = " UNION ALL ".join(f"SELECT count(*) FROM {table} WHERE {read.sql}" for table in _TABLES)  # noqa: S608
        counts = self._cursor().execute(query, read.parameters * len(_TABLES)).fetchall()
        ids = tuple(str(one["id"]) for one in found.rows)
        return Queue(ids, found.total, sum(row[0] for row in counts), found.page, found.pages)

    def beside(self, document: Document) -> tuple[str | None, str | None]:
        """Return the ids of the documents with events before and after one, in the order of their publication.

        Those without a date come first; of one day, the ids order. None where there is no other.
        """
        self.version()
        key = "(coalesce(published, ''), document_id)"
        here = (document.published.isoformat() if document.published else "", document.document_id)
        found = []
        for sign, direction in (("<", "DESC"), (">", "ASC")):
            order = f"coalesce(published, '') {direction}, document_id {direction}"
            query = f"SELECT document_id FROM events WHERE {key} {sign} (?, ?) ORDER BY {order} LIMIT 1"  # noqa: S608
            row = self._cursor().execute(query, here).fetchone()
            found.append(row[0] if row else None)
        return found[0], found[1]

    def bounds(self, filters: Filters | None = None) -> tuple[float, float, float, float] | None:
        """Return (west, south, east, north) in degrees of the events that pass the filters, None where none has one."""
        self.version()
        condition = condition_of(filters or Filters())
        extremes = "min(longitude), min(latitude), max(longitude), max(latitude)"
        query = f"SELECT {extremes} FROM events WHERE x >= 0 AND {condition.sql}"  # noqa: S608
        row = self._cursor().execute(query, condition.parameters).fetchone()
        return None if row is None or row[0] is None else row

    def _page(self, condition: Condition, page: int, page_size: int, order: str) -> Table:
        if page < 1:
            raise FilterError("page counts from 1")
        if not 1 <= page_size <= PAGE_MAX:
            raise FilterError(f"page_size must be 1 to {PAGE_MAX}")
        found = self._pages(self.version(), condition, page, page_size, order)
        return replace(found, rows=[dict(row) for row in found.rows])  # the reader's own

    def _find_alike(self, version: int, event_id: str) -> list[str]:
        """Return the look-alikes of an event in a version (the cache's key)."""
        del version
        return corroboration.look_alikes(self._cursor(), event_id)

    def _read_page(self, version: int, condition: Condition, page: int, page_size: int, order: str) -> Table:
        """Return a page of a version (the cache's key)."""
        del version
        with self._snapshot() as cursor:
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

    def _count_facets(self, version: int, filters: Filters) -> Facets:
        condition = condition_of(replace(filters, sources=()))
        query = f"SELECT told_by, count(*) FROM events WHERE {condition.sql} GROUP BY told_by"  # noqa: S608
        told = self._cursor().execute(query, condition.parameters).fetchall()
        return count(self._cube(version, uncounted_condition(filters)), told, filters)

    def _count_timeline(self, version: int, filters: Filters) -> Timeline:
        """Return the timeline of a version (the cache's key)."""
        del version
        with self._snapshot() as cursor:
            return timeline(cursor, condition_of(filters), self._codes.types)

    def _count_statistics(self, version: int, filters: Filters, by: tuple[str, ...]) -> Statistics:
        """Return the statistics of a version (the cache's key)."""
        del version
        with self._snapshot() as cursor:
            return statistics(cursor, condition_of(filters), by)

    def _count_cube(self, version: int, condition: Condition) -> list[tuple[Combination, int, int]]:
        """Return how many of the events that pass a condition each combination has, by their number of publishers."""
        del version  # the cache's key
        by = "combination, publishers"
        query = f"SELECT {by}, count(*) FROM events WHERE {condition.sql} GROUP BY {by}"  # noqa: S608
        rows = self._cursor().execute(query, condition.parameters).fetchall()
        return [(self._codes.combinations[code], publishers, number) for code, publishers, number in rows]

    # Following.

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's cursor: a connection of its own to the same memory."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return taken(cursor)

    @contextmanager
    def _snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield this thread's cursor for several questions of one state: row numbers hold within it."""
        cursor = self._cursor()
        cursor.begin()
        try:
            yield cursor
        finally:
            cursor.rollback()

    def _follow(self) -> None:
        until = self._source.version()
        since, codes, apart = self._version, self._codes, self._source.apart()
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            if not 0 <= since <= until:  # the first time, or the workspace was replaced by an older one
                since = self._begin(cursor, until)
            self._take_all(cursor, since, until, apart)
            cursor.commit()
            sorted_anew = self._sort(cursor)
        except BaseException:
            self._codes = codes  # those of the table, which stays as it was
            raise
        finally:
            cursor.close()
        self._version, self._apart = until, apart
        if sorted_anew:
            self._save()

    def _begin(self, cursor: duckdb.DuckDBPyConnection, until: int) -> int:
        """Empty the table or fill it with what was kept; return the number of the change that it then holds, or -1."""
        self._codes, self._unsorted, self._apart = Codes(), 0, set()
        self._cube.cache_clear()
        self._facets.cache_clear()
        self._timelines.cache_clear()
        self._statistics.cache_clear()
        self._pages.cache_clear()
        self._alike.cache_clear()
        self._empty(cursor)
        if self._kept:
            state = self._kept.load(cursor)
            if state and state.version <= until:
                self._codes, self._apart = state.codes, state.apart
                return state.version
            # A failed read has ended the transaction's use; one of another state has filled the table.
            cursor.rollback()
            cursor.begin()
            self._empty(cursor)
        return -1

    def _empty(self, cursor: duckdb.DuckDBPyConnection) -> None:
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608

    def _save(self) -> None:
        """Keep the index on disk, in the background, as it is now."""
        if self._kept is None or (self._saving and self._saving.is_alive()):
            return
        kept, cursor = self._kept, self._connection.cursor()
        cursor.begin()
        cursor.execute("SELECT count(*) FROM events").fetchall()  # the transaction sees this state from here on
        state = State(self._version, Codes(self._codes.types, self._codes.combinations), self._apart)

        def save() -> None:
            kept.save(cursor, state)
            cursor.close()

        self._saving = threading.Thread(target=save, name="mapkit-keep-index")
        self._saving.start()

    def _take_all(self, cursor: duckdb.DuckDBPyConnection, since: int, until: int, apart: set[frozenset[str]]) -> None:
        """Take in what changed, and count anew who tells of it and of what lies near it."""
        known = since >= 0
        others: dict[str, list[str | None]] = {}
        for event_id, publisher in self._source.other_publishers(max(since, 0), until):
            others.setdefault(event_id, []).append(publisher)
        stirred = set[str]().union(*(apart ^ self._apart))
        for page in self._source.index_rows(max(since, 0), until):
            ids = [row[0] for row in page]
            if known:
                stirred |= corroboration.near(cursor, ids)
            self._unsorted += self._take(cursor, page, others, known=known)
            if known:
                stirred |= corroboration.near(cursor, ids)
                stirred.update(ids)
        corroboration.recount(cursor, self._source, apart, sorted(stirred) if known else None)

    def _take(
        self,
        cursor: duckdb.DuckDBPyConnection,
        page: Sequence[Sequence[Any]],
        others: dict[str, list[str | None]],
        *,
        known: bool,
    ) -> int:
        """Take in a page of changed rows, and return how many events it put at the table's end."""
        batch = self._codes.columns_of(page, others)
        if known:
            ids = [row[0] for row in page]
            cursor.register("changed", pa.table({"id": ids, "key": [key_of(event_id) for event_id in ids]}))
            for table in _TABLES:
                cursor.execute(f"DELETE FROM {table} USING changed WHERE event_key = key AND event_id = id")  # noqa: S608
            cursor.unregister("changed")
        cursor.register("batch", batch)
        cursor.execute("INSERT INTO events FROM batch WHERE NOT deleted")
        cursor.execute("INSERT INTO removed FROM batch WHERE deleted")
        cursor.unregister("batch")
        return int(batch.num_rows)

    def _sort(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        """Put the rows in the order of space where too many are out of it: a box then reads few blocks."""
        row = cursor.execute("SELECT count(*) FROM events").fetchone()
        total = row[0] if row else 0
        if total < _SORT_FROM or self._unsorted < _UNSORTED_MAX * total:
            return False
        cursor.begin()
        cursor.execute("CREATE TABLE sorted AS FROM events ORDER BY curve, event_id")
        cursor.execute("DROP TABLE events")
        cursor.execute("ALTER TABLE sorted RENAME TO events")
        cursor.commit()
        self._unsorted = 0
        with suppress(duckdb.TransactionException):  # others are asking; the next time will do
            cursor.execute("CHECKPOINT")  # packs the columns: a third of the memory
        pa.default_memory_pool().release_unused()
        return True


def _order(sort: str) -> str:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise FilterError(f"sort={sort!r} is unknown; known are: {', '.join(SORTS)}, each also with - before it")
    direction = "DESC" if sort.startswith("-") else "ASC"
    return f"{SORTS[name]} {direction} NULLS LAST, {READING_ORDER}"
