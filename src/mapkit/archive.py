"""An archive: coded documents and their events as Parquet files in a folder, on this machine or in an S3 store.

    ARCHIVE/manifest.json                             what there is: counts, and each part with its rows and checksum
    ARCHIVE/events/year=2024/part-BATCH.parquet       GeoParquet in the columns of mapkit's export; year=undated
    ARCHIVE/documents/part-BATCH.parquet              the documents with their text
    ARCHIVE/rejects/part-BATCH.jsonl                  what could not be coded, and why
    ARCHIVE/batches/BATCH.json                        the receipt of a batch, written when all its parts are

A part is there when the manifest names it; other files are what an interrupted run left. Files appear whole: under a
temporary name first on a disk, by a single upload in an S3 store. The manifest is the sum of the receipts, so that it
can always be made again.
"""

import os
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import orjson
from pyarrow import ArrowException, fs

from mapkit.errors import ArchiveError

#: What the manifest's field `format` says.
FORMAT = "mapkit-archive/1"
MANIFEST = "manifest.json"
EVENTS, DOCUMENTS, REJECTS, BATCHES = "events", "documents", "rejects", "batches"
#: The year of events without a date.
UNDATED = "undated"
#: Small files read at once: an S3 store answers each in some ten milliseconds.
_READERS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an archive.

    Parameters
    ----------
    path : str
        Below the archive's folder, with `/`.
    rows, bytes : int
    sha256 : str
        Of the file, in hex.
    bounds : tuple of float or None
        What the places of events span: west, south, east, north in WGS84 degrees.
    since, until : str or None
        The first and last day of dated events, ISO 8601.
    """

    path: str
    rows: int
    bytes: int
    sha256: str
    bounds: tuple[float, float, float, float] | None = None
    since: str | None = None
    until: str | None = None

    @property
    def kind(self) -> str:
        """`EVENTS`, `DOCUMENTS` or `REJECTS`."""
        return self.path.split("/", 1)[0]

    @property
    def year(self) -> str | None:
        """The year that a part of events is of, `UNDATED`, or None for other parts."""
        return self.path.split("/")[1].removeprefix("year=") if self.kind == EVENTS else None

    @property
    def batch(self) -> str:
        """The batch that it was made from."""
        return self.path.rsplit("/", 1)[-1].removeprefix("part-").split(".", 1)[0]

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Return the part that `dataclasses.asdict` wrote."""
        bounds = record.get("bounds")
        return cls(**{**record, "bounds": tuple(bounds) if bounds else None})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds.

    Parameters
    ----------
    coder_version : str
        Of the coder that all its documents were coded with.
    parts : tuple of Part
        By path.
    """

    coder_version: str
    parts: tuple[Part, ...] = field(default=())

    def rows(self, kind: str) -> int:
        """Return how many rows the parts of a kind have together."""
        return sum(part.rows for part in self.parts if part.kind == kind)

    def of(self, kind: str) -> Iterator[Part]:
        """Yield the parts of a kind, by path."""
        return (part for part in self.parts if part.kind == kind)

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON; the same parts give the same bytes."""
        record = {
            "format": FORMAT,
            "coder_version": self.coder_version,
            **{kind: self.rows(kind) for kind in (DOCUMENTS, EVENTS, REJECTS)},
            "parts": [asdict(part) for part in self.parts],
        }
        return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def from_bytes(cls, data: bytes, label: str) -> Self:
        """Return the manifest of its JSON; `label` names it in errors.

        Raises
        ------
        ArchiveError
            Where it is none, or of a newer mapkit.
        """
        try:
            record = orjson.loads(data)
            found, parts = record["format"], tuple(map(Part.from_dict, record["parts"]))
            manifest = cls(str(record["coder_version"]), parts)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ArchiveError(f"{label}: is no manifest of a mapkit archive") from None
        if found != FORMAT:
            raise ArchiveError(f"{label}: is of format {found!r}, this mapkit reads {FORMAT}; install a newer one")
        return manifest


def place(url: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of a local path or an S3 URL, and the path in it.

    Keys and region are found as AWS's own programs find them; another store than AWS's is named in the variable
    `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, as http://HOST:PORT.

    Raises
    ------
    ArchiveError
        Where the URL names no bucket or another kind of place.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        return fs.LocalFileSystem(), Path(url).expanduser().absolute().as_posix()
    if scheme == "file":
        return fs.LocalFileSystem(), rest
    if scheme != "s3" or not rest.strip("/"):
        raise ArchiveError(f"{url}: an archive is a folder or s3://BUCKET/FOLDER")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    options: dict[str, Any] = {}
    if endpoint:
        parts = urlsplit(endpoint if "://" in endpoint else f"https://{endpoint}")
        options = {"endpoint_override": parts.netloc, "scheme": parts.scheme}
    if region := os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"):
        options["region"] = region
    return fs.S3FileSystem(**options), rest.strip("/")


class Archive:
    """A folder that holds an archive, or will.

    Parameters
    ----------
    url : str
        A local path, or s3://BUCKET/FOLDER; see `place`.

    Raises
    ------
    ArchiveError
        As `place`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.filesystem, self.root = place(url)

    def __reduce__(self) -> tuple[type, tuple[str]]:  # so that a worker on another machine opens it itself
        return Archive, (self.url,)

    def manifest(self) -> Manifest | None:
        """Return the manifest, None where there is none.

        Raises
        ------
        ArchiveError
            Where it cannot be read.
        """
        data = self.read(MANIFEST)
        return None if data is None else Manifest.from_bytes(data, f"{self.url}/{MANIFEST}")

    def read(self, name: str) -> bytes | None:
        """Return the content of a file of the archive, None where there is none.

        Raises
        ------
        ArchiveError
            Where it cannot be read.
        """
        try:
            with self.filesystem.open_input_stream(f"{self.root}/{name}") as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None
        except (OSError, ArrowException) as error:
            raise self._fault(name, "read", error) from None

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the archive: whole, or not at all.

        Raises
        ------
        ArchiveError
            Where it cannot be written.
        """
        path = f"{self.root}/{name}"
        local = isinstance(self.filesystem, fs.LocalFileSystem)
        draft = f"{path}.{uuid.uuid4().hex}.part" if local else path
        try:
            if local:
                self.filesystem.create_dir(path.rsplit("/", 1)[0])
            with self.filesystem.open_output_stream(draft) as stream:
                stream.write(data)
            if local:
                self.filesystem.move(draft, path)
        except (OSError, ArrowException) as error:
            raise self._fault(name, "written", error) from None

    def receipts(self) -> Iterator[Manifest]:
        """Yield the receipts of finished batches, each a manifest of the parts that the batch gave, by name.

        Raises
        ------
        ArchiveError
            Where one cannot be read.
        """
        folder = fs.FileSelector(f"{self.root}/{BATCHES}", allow_not_found=True)
        try:
            found = sorted(info.base_name for info in self.filesystem.get_file_info(folder) if info.extension == "json")
        except (OSError, ArrowException) as error:
            raise self._fault(BATCHES, "read", error) from None
        names = [f"{BATCHES}/{name}" for name in found]
        with ThreadPoolExecutor(_READERS) as pool:
            for name, data in zip(names, pool.map(self.read, names), strict=True):
                yield Manifest.from_bytes(data or b"", f"{self.url}/{name}")

    def settle(self, coder_version: str) -> Manifest:
        """Write the manifest anew from the receipts, and return it.

        Raises
        ------
        ArchiveError
            Where a receipt cannot be read or the manifest cannot be written.
        """
        manifest = together(coder_version, self.receipts())
        self.write(MANIFEST, manifest.to_bytes())
        return manifest

    def _fault(self, name: str, what: str, error: Exception) -> ArchiveError:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        return ArchiveError(f"{self.url}/{name}: cannot be {what} ({reason})")


def together(coder_version: str, receipts: Iterable[Manifest]) -> Manifest:
    """Return one manifest of all that several have, each part once."""
    parts = {part.path: part for receipt in receipts for part in receipt.parts}
    return Manifest(coder_version, tuple(parts[path] for path in sorted(parts)))
