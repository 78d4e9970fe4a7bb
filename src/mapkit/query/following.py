"""The columns of the workspace's events in memory, following it change by change."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from mapkit.query import corroboration
from mapkit.query.columns import SCHEMA, Codes, key_of
from mapkit.query.kept import Kept, State
from mapkit.query.patience import taken

#: Share of rows out of their order in space from which the table is sorted anew.
_UNSORTED_MAX = 0.1
#: Below this many rows the order does not matter.
_SORT_FROM = 20_000
#: Seconds that a question waits for a change that another thread is taking in: who corrects an event sees it done, and
#: no bulk coding holds up the page.
_PATIENCE_S = 1.0
#: Events, and beside them those that people took off the map: they are only counted, as read.
TABLES = ("events", "removed")


class Source(Protocol):
    """What an index follows: a `Workspace` is one."""

    identity: str

    def version(self) -> int:
        """Return the number of the last change."""

    def index_rows(self, since: int = 0, until: int | None = None) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield pages of rows with the values of `INDEX_COLUMNS`, of the events changed in (since, until]."""

    def other_publishers(self, since: int = 0, until: int | None = None) -> Iterable[tuple[str, str | None]]:
        """Return (event id, publisher) of each further document that such an event rests on."""

    def records(self, ids: Iterable[str]) -> Iterator[Sequence[tuple[str, str]]]:
        """Yield pages of (event id, record as JSON), of those of these events that are there."""

    def apart(self) -> set[frozenset[str]]:
        """Return the pairs of events that people have told to be not the same."""


class Following:
    """The tables `TABLES` in DuckDB within this process, brought up to date whenever somebody asks.

    While one thread takes in what changed, the others wait a little, then see the state before. Every method may be
    called from any thread.

    Parameters
    ----------
    workspace : Source
    folder : pathlib.Path, optional
        Where a big index is kept for the next start; by default it is not.
    """

    def __init__(self, workspace: Source, folder: Path | None = None) -> None:
        self.codes = Codes()
        #: Counts how often the tables were begun anew; a change's number says which state they hold only within one.
        self.begun = 0
        self._source = workspace
        self._kept = Kept(folder, workspace.identity) if folder else None
        self._saving: threading.Thread | None = None
        self._version = -1
        self._unsorted = 0
        self._apart: set[frozenset[str]] = set()
        self._following = threading.Lock()
        self._local = threading.local()
        self._connection = duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
        )
        self._connection.register("empty", SCHEMA.empty_table())
        for table in TABLES:
            self._connection.execute(f"CREATE TABLE {table} AS FROM empty")
        self._connection.unregister("empty")

    def close(self) -> None:
        """Free the memory; no question may follow."""
        if self._saving:
            self._saving.join()
        self._connection.close()

    def version(self) -> int:
        """Take in what changed in the workspace, and return the number of the change that the tables now hold.

        While another thread takes in so much that it lasts, that is an earlier one.
        """
        patience_s = _PATIENCE_S if self._version >= 0 else -1
        if self._source.version() != self._version and self._following.acquire(timeout=patience_s):
            try:
                if self._source.version() != self._version:  # nobody took it in meanwhile
                    self._follow()
            finally:
                self._following.release()
        return self._version

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's cursor: a connection of its own to the same memory."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
        return taken(cursor)

    @contextmanager
    def snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield this thread's cursor for several questions of one state: row numbers hold within it."""
        cursor = self.cursor()
        cursor.begin()
        try:
            yield cursor
        finally:
            cursor.rollback()

    def _follow(self) -> None:
        until = self._source.version()
        since, codes, apart = self._version, self.codes, self._source.apart()
        cursor = self._connection.cursor()
        try:
            cursor.begin()
            if not 0 <= since <= until:  # the first time, or the workspace was replaced by an older one
                since = self._begin(cursor, until)
            self._take_all(cursor, since, until, apart)
            cursor.commit()
            sorted_anew = self._sort(cursor)
        except BaseException:
            self.codes = codes  # those of the table, which stays as it was
            raise
        finally:
            cursor.close()
        self._version, self._apart = until, apart
        if sorted_anew:
            self._save()

    def _begin(self, cursor: duckdb.DuckDBPyConnection, until: int) -> int:
        """Empty the table or fill it with what was kept; return the number of the change that it then holds, or -1."""
        self.codes, self._unsorted, self._apart = Codes(), 0, set()
        self.begun += 1
        self._empty(cursor)
        if self._kept:
            state = self._kept.load(cursor)
            if state and state.version <= until:
                self.codes, self._apart = state.codes, state.apart
                return state.version
            # A failed read has ended the transaction's use; one of another state has filled the table.
            cursor.rollback()
            cursor.begin()
            self._empty(cursor)
        return -1

    def _empty(self, cursor: duckdb.DuckDBPyConnection) -> None:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608

    def _save(self) -> None:
        """Keep the index on disk, in the background, as it is now."""
        if self._kept is None or (self._saving and self._saving.is_alive()):
            return
        kept, cursor = self._kept, self._connection.cursor()
        cursor.begin()
        cursor.execute("SELECT count(*) FROM events").fetchall()  # the transaction sees this state from here on
        state = State(self._version, Codes(self.codes.types, self.codes.combinations), self._apart)

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
        batch = self.codes.columns_of(page, others)
        if known:
            ids = [row[0] for row in page]
            cursor.register("changed", pa.table({"id": ids, "key": [key_of(event_id) for event_id in ids]}))
            for table in TABLES:
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
