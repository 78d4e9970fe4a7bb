"""Events by place, filter and word: every question that the map, the lists and the counts ask."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from mapkit.model import Document
from mapkit.query import corroboration, packed, pages, projection, viewport
from mapkit.query.columns import READING_ORDER, UNREAD, Combination
from mapkit.query.facets import Facets, count
from mapkit.query.filters import Filters
from mapkit.query.following import TABLES, Following, Source
from mapkit.query.pages import Queue, Table, order_of
from mapkit.query.predicate import Condition, condition_of, uncounted_condition
from mapkit.query.statistics import Statistics, checked, statistics
from mapkit.query.timeline import Timeline, timeline

#: What tells a state of the tables from every other: the number of the change, and how often they were begun anew.
State = tuple[int, int]


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
        self._tables = Following(workspace, folder)
        self._cube = lru_cache(maxsize=64)(self._count_cube)
        self._facets = lru_cache(maxsize=256)(self._count_facets)
        self._timelines = lru_cache(maxsize=64)(self._count_timeline)
        self._statistics = lru_cache(maxsize=32)(self._count_statistics)
        self._pages = lru_cache(maxsize=32)(self._read_page)
        self._alike = lru_cache(maxsize=256)(self._find_alike)

    def close(self) -> None:
        """Free the memory; no question may follow."""
        self._tables.close()

    def version(self) -> int:
        """Take in what changed in the workspace, and return the number of the change that all answers now hold."""
        return self._tables.version()

    def _state(self) -> State:
        """Return what tells the state that all answers now hold, after taking in what changed."""
        return self._tables.version(), self._tables.begun

    # Questions.

    def viewport(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        zoom: float,
        filters: Filters | None = None,
        coarser: int = 0,
    ) -> dict[str, Any]:
        """Return what the map shows of a box: see `mapkit.query.viewport.viewport`."""
        filters = filters or Filters()
        counts = self.facets(filters)
        box = projection.Box.of(west, south, east, north)
        level = viewport.level(zoom)
        with self._tables.snapshot() as cursor:
            answer = viewport.viewport(cursor, box, level, condition_of(filters), self._tables.codes.types, coarser)
        return {"mode": answer.mode, "total": answer.total, "unplaced": counts.unplaced, "features": answer.features}

    def facets(self, filters: Filters | None = None) -> Facets:
        """Return the live counts of all filters."""
        return self._facets(self._state(), filters or Filters())

    def timeline(self, filters: Filters | None = None) -> Timeline:
        """Return the events by day, week or month and type, under all filters but those of time themselves."""
        return self._timelines(self._state(), packed.timeless(filters or Filters()))

    def packed(self, filters: Filters | None = None) -> bytes:
        """Return the dated events on the map as columns of numbers, under all filters but those of time themselves.

        See `mapkit.query.packed` for their layout; raises FilterError where they are too many.
        """
        self.version()
        condition = condition_of(packed.timeless(filters or Filters()))
        with self._tables.snapshot() as cursor:
            return packed.pack(cursor, condition, self._tables.codes.types)

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
        return self._statistics(self._state(), filters or Filters(), checked(by))

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
        return self._page(condition_of(filters or Filters()), page, page_size, order_of(sort))

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
        return list(self._alike(self._state(), event_id))

    def ids(self, filters: Filters | None = None) -> list[str]:
        """Return the ids of the events that pass the filters, in reading order."""
        self.version()
        condition = condition_of(filters or Filters())
        query = f"SELECT event_id FROM events WHERE {condition.sql} ORDER BY {READING_ORDER}"  # noqa: S608
        return [row[0] for row in self._tables.cursor().execute(query, condition.parameters).fetchall()]

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
        found = self._page(condition & Condition("review = ?", (UNREAD,)), page, page_size, pages.QUEUED)
        read = condition & Condition("review <> ?", (UNREAD,))
        query = " UNION ALL ".join(f"SELECT count(*) FROM {table} WHERE {read.sql}" for table in TABLES)  # noqa: S608
        counts = self._tables.cursor().execute(query, read.parameters * len(TABLES)).fetchall()
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
            row = self._tables.cursor().execute(query, here).fetchone()
            found.append(row[0] if row else None)
        return found[0], found[1]

    def bounds(self, filters: Filters | None = None) -> tuple[float, float, float, float] | None:
        """Return (west, south, east, north) in degrees of the events that pass the filters, None where none has one."""
        self.version()
        condition = condition_of(filters or Filters())
        extremes = "min(longitude), min(latitude), max(longitude), max(latitude)"
        query = f"SELECT {extremes} FROM events WHERE x >= 0 AND {condition.sql}"  # noqa: S608
        row = self._tables.cursor().execute(query, condition.parameters).fetchone()
        return None if row is None or row[0] is None else row

    def _page(self, condition: Condition, page: int, page_size: int, order: str) -> Table:
        pages.checked(page, page_size)
        found = self._pages(self._state(), condition, page, page_size, order)
        return replace(found, rows=[dict(row) for row in found.rows])  # the reader's own

    def _find_alike(self, state: State, event_id: str) -> list[str]:
        """Return the look-alikes of an event in a state (the cache's key)."""
        del state
        return corroboration.look_alikes(self._tables.cursor(), event_id)

    def _read_page(self, state: State, condition: Condition, page: int, page_size: int, order: str) -> Table:
        """Return a page of a state (the cache's key)."""
        del state
        with self._tables.snapshot() as cursor:
            return pages.read(cursor, condition, page, page_size, order)

    def _count_facets(self, state: State, filters: Filters) -> Facets:
        condition = condition_of(replace(filters, sources=()))
        query = f"SELECT told_by, count(*) FROM events WHERE {condition.sql} GROUP BY told_by"  # noqa: S608
        told = self._tables.cursor().execute(query, condition.parameters).fetchall()
        return count(self._cube(state, uncounted_condition(filters)), told, filters)

    def _count_timeline(self, state: State, filters: Filters) -> Timeline:
        """Return the timeline of a state (the cache's key)."""
        del state
        with self._tables.snapshot() as cursor:
            return timeline(cursor, condition_of(filters), self._tables.codes.types)

    def _count_statistics(self, state: State, filters: Filters, by: tuple[str, ...]) -> Statistics:
        """Return the statistics of a state (the cache's key)."""
        del state
        with self._tables.snapshot() as cursor:
            return statistics(cursor, condition_of(filters), by)

    def _count_cube(self, state: State, condition: Condition) -> list[tuple[Combination, int, int]]:
        """Return how many of the events that pass a condition each combination has, by their number of publishers."""
        del state  # the cache's key
        by = "combination, publishers"
        query = f"SELECT {by}, count(*) FROM events WHERE {condition.sql} GROUP BY {by}"  # noqa: S608
        rows = self._tables.cursor().execute(query, condition.parameters).fetchall()
        return [(self._tables.codes.combinations[code], publishers, number) for code, publishers, number in rows]
