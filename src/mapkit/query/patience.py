"""Questions that nobody waits for any more: they end, instead of keeping the processors from those that are awaited."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import duckdb

from mapkit.errors import MapkitError

Thing = TypeVar("Thing")


class GivenUpError(MapkitError):
    """An answer took too long, or nobody waits for it any more."""


class Patience:
    """How long an answer is awaited: another thread may end the questions that it asks of the index."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self._reason = ""
        self._left = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask for an answer, in one thread, as long as there is patience.

        Raises
        ------
        GivenUpError
            With the reason that `end` or `leave` was given.
        """
        token = _current.set(self)
        try:
            yield
        except duckdb.InterruptException:
            raise GivenUpError(self._reason) from None
        finally:
            _current.reset(token)
            with self._lock:  # the thread's cursor is the next answer's
                self._cursors.clear()

    def end(self, reason: str) -> None:
        """End what is asked of the index, now and from now on; other work goes on. It may be called again and again."""
        with self._lock:
            self._reason = self._reason or reason
            for cursor in self._cursors:
                cursor.interrupt()

    def leave(self, reason: str) -> None:
        """End all work, as nobody waits for it: what is `awaited` too."""
        with self._lock:
            self._left, self._reason = True, reason
        self.end(reason)

    def take(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Have a cursor ended with the rest."""
        with self._lock:
            if self._reason:
                raise GivenUpError(self._reason)
            self._cursors.add(cursor)

    def check(self) -> None:
        """Go on, unless nobody waits."""
        if self._left:
            raise GivenUpError(self._reason)


_current: ContextVar[Patience | None] = ContextVar("patience", default=None)


def taken(cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a cursor that ends with the patience of whoever asks.

    Raises
    ------
    GivenUpError
        Where there is none left.
    """
    patience = _current.get()
    if patience:
        patience.take(cursor)
    return cursor


def awaited(things: Iterable[Thing]) -> Iterator[Thing]:
    """Yield things as long as somebody waits for them.

    Raises
    ------
    GivenUpError
        Where nobody does.
    """
    patience = _current.get()
    for thing in things:
        if patience:
            patience.check()
        yield thing
