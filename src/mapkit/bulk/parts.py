"""A batch of coded documents as files of an archive, and back. The same batch gives the same bytes, whoever writes it.

Rows of events stand in the order of a curve that fills the map (Z-order), so that the row groups of a part, and the
parts of a year, can be passed over by what they span.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from mapkit import archive
from mapkit.archive import Archive, Manifest, Part
from mapkit.bulk.tasks import Coded, Refused
from mapkit.errors import ArchiveError
from mapkit.export import geoparquet
from mapkit.model import Document, Event
from mapkit.workspace.identity import reconcile

#: What an item gave, with the digest of the item.
Answer = tuple[bytes, Coded | Refused]

_DOCUMENTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("name", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("published", pa.date32()),
        ("url", pa.string()),
        ("text", pa.string()),
        ("events", pa.int32()),
        ("coder_version", pa.string()),
        ("input", pa.binary(8)),
    ]
)
#: Bits of longitude and of latitude on the curve.
_BITS = 16


def write(batch: str, answers: Iterable[Answer], coder_version: str, to: Archive) -> Manifest:
    """Write the parts of a batch, then its receipt, and return that.

    Parameters
    ----------
    batch : str
        The name of the batch: a hash over its items and the coder.
    answers : iterable of (bytes, Coded or Refused)
    coder_version : str
    to : Archive

    Raises
    ------
    ArchiveError
        Where something cannot be written.
    """
    coded: list[tuple[bytes, Coded]] = []
    refused: list[tuple[bytes, Refused]] = []
    for digest, answer in answers:
        if isinstance(answer, Coded):
            # As the workspace does: no two events of a document have one id.
            coded.append((digest, replace(answer, events=reconcile((), answer.events).events)))
        else:
            refused.append((digest, answer))
    by_year: dict[str, list[Event]] = {}
    for _, one in coded:
        for event in one.events:
            by_year.setdefault(_day(event)[:4] or archive.UNDATED, []).append(event)
    written = [_events(f"{archive.EVENTS}/year={year}/part-{batch}.parquet", by_year[year], to) for year in by_year]
    if coded:
        written.append(_documents(f"{archive.DOCUMENTS}/part-{batch}.parquet", coded, coder_version, to))
    if refused:
        written.append(_rejects(f"{archive.REJECTS}/part-{batch}.jsonl", refused, to))
    receipt = Manifest(coder_version, tuple(sorted(written, key=lambda part: part.path)))
    to.write(f"{archive.BATCHES}/{batch}.json", receipt.to_bytes())
    return receipt


def inputs(of: Archive, manifest: Manifest) -> Iterator[bytes]:
    """Yield the digests of all items that an archive's parts come from.

    Raises
    ------
    ArchiveError
        Where a part cannot be read.
    """
    for part in manifest.of(archive.DOCUMENTS):
        for batch in _table(of, part, ["input"]):
            yield from batch.column(0).to_pylist()
    for record in rejects(of, manifest):
        yield bytes.fromhex(record["input"])


def rejects(of: Archive, manifest: Manifest) -> Iterator[dict[str, Any]]:
    """Yield the rejects of an archive: `name`, `where`, `reason` and `input`.

    Raises
    ------
    ArchiveError
        Where a part cannot be read.
    """
    for part in manifest.of(archive.REJECTS):
        for line in _content(of, part).splitlines():
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                raise ArchiveError(f"{of.url}/{part.path}: is damaged; delete it and its receipt") from None


def documents(of: Archive, part: Part) -> Iterator[Document]:
    """Yield the documents of a part.

    Raises
    ------
    ArchiveError
        Where it cannot be read.
    """
    for batch in _table(of, part, ["name", "text", "title", "publisher", "url", "published"]):
        yield from (Document(**row) for row in batch.to_pylist())


def events(of: Archive, part: Part) -> Iterator[Event]:
    """Yield the events of a part.

    Raises
    ------
    MapkitError
        Where it cannot be read.
    """
    with TemporaryDirectory(prefix="mapkit-") as folder:
        path = Path(folder) / "part.parquet"
        path.write_bytes(_content(of, part))
        for where, event, fault in geoparquet.read(path):
            if event is None:
                raise ArchiveError(f"{of.url}/{part.path}, {where}: {fault}")
            yield event


def _events(name: str, rows: Sequence[Event], to: Archive) -> Part:
    placed = [(one.longitude, one.latitude) for one in rows if one.longitude is not None and one.latitude is not None]
    days = sorted(day for event in rows if (day := _day(event)))
    with TemporaryDirectory(prefix="mapkit-") as folder:
        path = Path(folder) / "part.parquet"
        geoparquet.save(sorted(rows, key=_along_the_curve), path)
        part = _put(name, path.read_bytes(), len(rows), to)
    west, south, east, north = (*np.min(placed, axis=0), *np.max(placed, axis=0)) if placed else (None,) * 4
    bounds = (float(west), float(south), float(east), float(north)) if placed else None
    last = max((event.date_end or _day(event) for event in rows if _day(event)), default=None)
    return replace(part, bounds=bounds, since=days[0] if days else None, until=last)


def _documents(name: str, rows: Sequence[tuple[bytes, Coded]], coder_version: str, to: Archive) -> Part:
    columns: dict[str, list[Any]] = {field.name: [] for field in _DOCUMENTS}
    for digest, one in rows:
        document = one.document
        values = (
            document.document_id,
            document.name,
            document.title,
            document.publisher,
            document.published,
            document.url,
            document.text,
            len(one.events),
            coder_version,
            digest,
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    stream = io.BytesIO()
    pq.write_table(pa.table(columns, schema=_DOCUMENTS), stream, compression="zstd")
    return _put(name, stream.getvalue(), len(rows), to)


def _rejects(name: str, rows: Sequence[tuple[bytes, Refused]], to: Archive) -> Part:
    lines = []
    for digest, one in rows:
        told = {"name": one.name, "where": one.where, "reason": one.reason, "input": digest.hex()}
        whole = {key: value.encode("utf-8", "replace").decode() for key, value in told.items()}
        lines.append(orjson.dumps(whole, option=orjson.OPT_APPEND_NEWLINE))
    return _put(name, b"".join(lines), len(rows), to)


def _put(name: str, data: bytes, rows: int, to: Archive) -> Part:
    to.write(name, data)
    return Part(name, rows, len(data), hashlib.sha256(data).hexdigest())


def _content(of: Archive, part: Part) -> bytes:
    data = of.read(part.path)
    if data is None:
        raise ArchiveError(f"{of.url}/{part.path}: is missing, though the manifest names it")
    return data


def _table(of: Archive, part: Part, columns: list[str]) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(f"{of.root}/{part.path}", filesystem=of.filesystem) as table:
            yield from table.iter_batches(columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        raise ArchiveError(f"{of.url}/{part.path}: cannot be read ({reason})") from None


def _day(event: Event) -> str:
    """Return an event's first day, "" where it has none."""
    return event.date_start or event.event_date or ""


def _along_the_curve(event: Event) -> tuple[int, str, str]:
    if event.longitude is None or event.latitude is None:
        return -1, _day(event), event.event_id
    scale = (1 << _BITS) - 1
    x, y = int((event.longitude + 180) / 360 * scale), int((event.latitude + 90) / 180 * scale)
    place = sum(((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1) for bit in range(_BITS))
    return place, _day(event), event.event_id
