"""The index kept on disk, so that a restart with a million events takes a second and not a minute.

A Parquet file of the columns in their order, with the number of the change that it holds; what changed since is read
from the workspace. It can be made again at any time: a file that is damaged or of another format is passed over.
"""

import contextlib
import hashlib
import inspect
import json
import logging
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

import duckdb

from mapkit import measure
from mapkit.coding import cross_document
from mapkit.query import cells, clues, columns, corroboration, days, likeness, neighbours, projection, search
from mapkit.query.columns import SCHEMA, Codes

#: What makes the columns: a file that another state of this code wrote says something else.
_RULES: tuple[ModuleType, ...] = (
    cells, clues, columns, corroboration, cross_document, days, likeness, measure, neighbours, projection, search,
)  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """Which change of the workspace a kept index holds, the codes of its columns, and the pairs told apart by then."""

    version: int
    codes: Codes
    apart: set[frozenset[str]] = field(default_factory=set)


class Kept:
    """The kept index of one workspace.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it is missing.
    identity : str
        The workspace's.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self._file = folder / f"{hashlib.sha256(identity.encode()).hexdigest()[:16]}.parquet"

    def load(self, cursor: duckdb.DuckDBPyConnection) -> State | None:
        """Fill the (empty) tables from the file, and return what it holds; None where there is no good one."""
        if not self._file.is_file():
            return None
        try:
            query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'mapkit'::BLOB"
            row = cursor.execute(query, [str(self._file)]).fetchone()
            state = json.loads(row[0]) if row else {}
            if state.get("format") != _format():
                return None
            codes = Codes(state["types"], state["combinations"])
            apart = {frozenset(pair) for pair in state["apart"]}
            for table, which in (("events", "NOT deleted"), ("removed", "deleted")):
                cursor.execute(f"INSERT INTO {table} FROM read_parquet(?) WHERE {which}", [str(self._file)])
            return State(int(state["version"]), codes, apart)
        except (duckdb.Error, ValueError, KeyError, TypeError) as error:
            _log.warning("the kept index %s is damaged and made anew: %s", self._file, str(error).splitlines()[0])
            return None

    def save(self, cursor: duckdb.DuckDBPyConnection, state: State) -> None:
        """Write the tables as the cursor's transaction sees them; a reader finds the old file or the new one."""
        codes = state.codes
        content = {
            "format": _format(),
            "version": state.version,
            "types": codes.types,
            "combinations": codes.combinations,
            "apart": sorted(sorted(pair) for pair in state.apart),
        }
        unfinished = self._file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            target, note = (str(text).replace("'", "''") for text in (unfinished, json.dumps(content)))
            cursor.execute(
                f"COPY (FROM events UNION ALL FROM removed) TO '{target}' "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{mapkit: '{note}'}})"
            )
            unfinished.replace(self._file)
        except (duckdb.Error, OSError) as error:
            _log.warning("the index cannot be kept in %s: %s", self._file.parent, str(error).splitlines()[0])
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)


@cache
def _format() -> str:
    """Return sixteen hex digits over all that decides what the columns hold."""
    digest = hashlib.sha256(f"{SCHEMA.to_string()} {unicodedata.unidata_version}".encode())
    for module in _RULES:
        digest.update(inspect.getsource(module).encode())
    return digest.hexdigest()[:16]
