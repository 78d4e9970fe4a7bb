"""What is named on the command line as items, one by one: files by their bytes, rows of Parquet tables.

Nothing is extracted here: a worker does that, on whatever machine it runs.
"""

import datetime as dt
import glob
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapkit.archive import MANIFEST
from mapkit.errors import DocumentError, MapkitError
from mapkit.model import Document

#: The columns of a table of documents; `text` must be there, each other may be.
COLUMNS = ("text", "id", "title", "publisher", "published", "date", "url")
_TABLE = ".parquet"
_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found.

    Parameters
    ----------
    name, label : str
        The document's name, and how to name the file in an error.
    data : bytes
    published : datetime.date or None
        The day that the user gave; it wins over the file's own.
    """

    name: str
    label: str
    data: bytes
    published: dt.date | None = None

    @property
    def size(self) -> int:
        """Bytes to hand over."""
        return len(self.data)

    @property
    def digest(self) -> bytes:
        """Eight bytes of a hash over what decides the outcome."""
        return _digest(self.name.encode("utf-8", "surrogatepass"), self.data, str(self.published).encode())

    def document(self) -> Document:
        """Read the document.

        Raises
        ------
        DocumentError
            As `mapkit.text.read_bytes`.
        """
        from mapkit.text import read_bytes

        return read_bytes(self.data, self.name, label=self.label, published=self.published)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, unchecked."""

    label: str
    cells: dict[str, Any]
    published: dt.date | None = None

    @property
    def name(self) -> str:
        """The document's name: its id, else the table and the row."""
        return str(self.cells.get("id") or Path(self.label).name)

    @property
    def size(self) -> int:
        """Bytes to hand over, about."""
        return len(str(self.cells.get("text") or ""))

    @property
    def digest(self) -> bytes:
        """Eight bytes of a hash over what decides the outcome."""
        cells = repr(sorted(self.cells.items())).encode("utf-8", "surrogatepass")
        return _digest(self.name.encode("utf-8", "surrogatepass"), cells, str(self.published).encode())

    def document(self) -> Document:
        """Return the document.

        Raises
        ------
        DocumentError
            Where there is no text, or the date is none.
        """
        text = self.cells.get("text")
        if not isinstance(text, str) or not text.strip():
            raise DocumentError(f"{self.label}: holds no text")
        told = self.cells.get("published") or self.cells.get("date")
        return Document(
            name=self.name,
            text=text.replace("\r\n", "\n").replace("\r", "\n"),
            title=_words(self.cells.get("title")),
            publisher=_words(self.cells.get("publisher")),
            url=_words(self.cells.get("url")),
            published=self.published or _day(told, self.label),
        )


@dataclass(frozen=True, slots=True)
class Unread:
    """What cannot even be opened, and why."""

    name: str
    label: str
    reason: str

    size = 0

    @property
    def digest(self) -> bytes:
        """Eight bytes of a hash over what is wrong."""
        return _digest(self.label.encode("utf-8", "surrogatepass"), self.reason.encode("utf-8", "surrogatepass"))

    def document(self) -> Document:
        """Raise why there is none.

        Raises
        ------
        DocumentError
        """
        raise DocumentError(self.reason)


Item = File | Row | Unread


def items(paths: Iterable[Path], published: dt.date | None = None) -> Iterator[Item]:
    """Yield what there is at paths, in their order and by name, in constant memory.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders, globs (`reports/**/*.txt`), Parquet tables of documents, `-` for standard input.
    published : datetime.date, optional
        The day of all documents; it wins over what they state.

    Raises
    ------
    MapkitError
        Where a glob finds nothing.
    """
    for path in _found(paths):
        if str(path) == "-":
            yield File("stdin", "standard input", sys.stdin.buffer.read(), published)
        elif path.suffix.lower() == _TABLE and path.is_file():
            yield from _rows(path, published)
        else:
            yield _file(path, published)


def count(paths: Iterable[Path]) -> int:
    """Return how many items `items` will yield, without reading them.

    Raises
    ------
    MapkitError
        As `items`.
    """
    total = 0
    for path in _found(paths):
        total += _length(path) if path.suffix.lower() == _TABLE and path.is_file() else 1
    return total


def _found(paths: Iterable[Path]) -> Iterator[Path]:
    from mapkit.text import find

    for path in paths:
        pattern = str(path)
        if glob.has_magic(pattern) and not path.exists():
            matches = sorted(match for match in glob.glob(pattern, recursive=True) if not Path(match).is_dir())  # noqa: PTH207 - absolute patterns too
            if not matches:
                raise MapkitError(f"{pattern}: no file has such a name")
            yield from map(Path, matches)
        else:
            yield from find([path])
            if path.is_dir():
                yield from sorted(one for one in path.rglob(f"*{_TABLE}") if one.is_file() and _is_input(one, path))


def _is_input(table: Path, folder: Path) -> bool:
    """Tell whether a table in a folder is neither hidden nor a part of an archive, maybe of the one being written."""
    inside = table.relative_to(folder).parts[:-1]
    folders = [folder.joinpath(*inside[:depth]) for depth in range(len(inside) + 1)]
    hidden = any(part.startswith(".") for part in (*inside, table.name))
    return not hidden and not any((one / MANIFEST).is_file() for one in folders)


def _file(path: Path, published: dt.date | None) -> File | Unread:
    try:
        return File(path.name, str(path), path.read_bytes(), published)
    except FileNotFoundError:
        reason = "no such file"
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
    return Unread(path.name, str(path), f"{path}: {reason}")


def _length(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 1


def _rows(path: Path, published: dt.date | None) -> Iterator[Row | Unread]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as table:
            columns = [name for name in COLUMNS if name in table.schema_arrow.names]
            if "text" not in columns:
                yield Unread(path.name, str(path), f"{path}: has no column text; name the documents' texts so")
                return
            # One thread: what is read here is little beside the coding, and threads do not survive a fork.
            for batch in table.iter_batches(_ROWS, columns=columns, use_threads=False):
                for cells in batch.to_pylist():
                    number += 1
                    yield Row(f"{path}, row {number}", cells, published)
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        after = f", after row {number}" if number else ""
        yield Unread(path.name, str(path), f"{path}{after}: is no Parquet file that can be read ({reason})")


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(value: object, label: str) -> dt.date | None:
    """Return the day of a cell: a date, a time or ISO 8601."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise DocumentError(f"{label}: the date is {str(value)[:40]!r}; write it as 2024-08-19") from None


def _digest(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()
