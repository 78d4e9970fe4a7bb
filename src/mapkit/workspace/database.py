"""The connection to the store: SQLite in WAL mode by default, PostgreSQL by URL, one clear line where it fails."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mapkit import paths
from mapkit.errors import WorkspaceError
from mapkit.workspace import schema

#: How long a writer waits for another one's lock, seconds.
_BUSY_SECONDS = 60
#: SQLite answers that pass by themselves while another process makes the same file.
_PASSING = ("database is locked", "database schema is locked")


def resolve(url: str | None) -> URL:
    """Return the database URL for what the user named.

    Parameters
    ----------
    url : str or None
        An SQLAlchemy URL, a path of a SQLite file, or None for `MAPKIT_WORKSPACE`, else `workspace.sqlite3` in the
        user's folder.

    Raises
    ------
    WorkspaceError
        Where it is no URL, names a database that mapkit does not know or a SQLite database without a file.
    """
    url = url or os.environ.get("MAPKIT_WORKSPACE") or str(paths.user_dir() / "workspace.sqlite3")
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).expanduser().absolute()))
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise WorkspaceError(
            "the workspace's URL cannot be read; write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if backend not in {"sqlite", "postgresql"}:
        raise WorkspaceError(f"a workspace lives in SQLite or PostgreSQL, not in {backend!r}")
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise WorkspaceError("a workspace in memory cannot be shared between threads; name a file")
    if backend == "sqlite" and parsed.query:
        raise WorkspaceError(f"the workspace's URL has an option that SQLite does not know: {next(iter(parsed.query))}")
    return parsed


class Database:
    """An engine on a database whose schema is up to date.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        As `resolve` gives it.

    Raises
    ------
    WorkspaceError
        Where it cannot be opened, read or written, or belongs to another program or a newer mapkit.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        with clear_errors(url):
            self._engine = _engine(url)
            # SQLite's transactions see one state by themselves; PostgreSQL must be asked for it.
            one_state = {} if self._engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
            self._readers = self._engine.execution_options(**one_state)
            try:
                self._prepare()
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection inside one read transaction: one consistent state."""
        with clear_errors(self._url), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection inside one write transaction: all of it is kept, or nothing."""
        with (
            clear_errors(self._url),
            self._engine.connect().execution_options(mapkit_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _prepare(self) -> None:
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                with self._engine.connect() as connection, connection.begin():
                    version = schema.version_of(connection)
                break
            except DBAPIError as error:
                # Turning a new file to WAL needs it alone, and SQLite does not wait for that by itself.
                if not any(text in str(error.orig) for text in _PASSING) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        if version < schema.SCHEMA_VERSION:
            with self.writing() as connection:
                if connection.dialect.name == "postgresql":
                    # Two first starts at once: the second waits here, then finds the tables.
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236451)")
                schema.migrate(connection)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True, max_overflow=32)
        except (ImportError, NoSuchModuleError):
            raise WorkspaceError(
                f"no driver for {url.drivername} is installed: pip install 'psycopg[binary]'"
            ) from None
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"the folder cannot be made: {error.strerror}") from None
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, max_overflow=32)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_on_begin`, never by the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer midway could not wait for another one.
    mode = "IMMEDIATE" if connection.get_execution_options().get("mapkit_write") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def clear_errors(url: URL) -> Iterator[None]:
    """Turn what the database says into one `WorkspaceError` that names the workspace, never its password."""
    name = str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        yield
    except DBAPIError as error:
        # psycopg's messages run over several lines.
        reason = " ".join(str(error.orig).split()) or type(error.orig).__name__
        raise WorkspaceError(f"workspace {name}: {reason}{_mend(reason)}") from error
    except PoolTimeoutError as error:
        raise WorkspaceError(f"workspace {name}: too many connections at once; try again") from error
    except WorkspaceError as error:
        # A conflict or an unknown id is of the question, not of the database.
        if type(error) is not WorkspaceError or str(error).startswith("workspace "):
            raise
        raise WorkspaceError(f"workspace {name}: {error}") from error


def _mend(reason: str) -> str:
    if "not a database" in reason or "malformed" in reason:
        return "; it is no SQLite database or it is damaged: name another file or restore a copy"
    if "unable to open" in reason:
        return "; is it a folder, or may it not be read?"
    if "readonly" in reason:
        return "; mapkit needs to write there"
    if "locked" in reason:
        return "; another program holds it: close that or try again"
    return ""
