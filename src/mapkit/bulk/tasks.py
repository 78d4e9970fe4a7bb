"""An item becomes its document, coded or rejected: what a worker does, on this machine or another."""

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapkit.bulk.pool import DEATHS
from mapkit.bulk.sources import Item
from mapkit.errors import DocumentError, MapkitError, WorkerError
from mapkit.model import Document, Event
from mapkit.workspace.ingest import Coder, default_coder, fault_of

#: Items a task: some half a second's work, so that little is lost with a worker and none is idle at the end.
CHUNK = 8
#: Bytes at which a task is full whatever the number of its items.
CHUNK_BYTES = 4_000_000
#: spaCy's parser is not for several threads at once; a Dask worker may have some.
_CODING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Coded:
    """A document with its events, in reading order."""

    document: Document
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be coded: its name, the line that tells why, and the document where it could be read."""

    name: str
    reason: str
    where: str
    document: Document | None = None


def chunks(items: Iterable[Item], size: int = CHUNK, limit: int = CHUNK_BYTES) -> Iterator[list[Item]]:
    """Yield items in lists of at most `size`, ended early where their bytes reach `limit`."""
    chunk: list[Item] = []
    held = 0
    for item in items:
        chunk.append(item)
        held += item.size
        if len(chunk) >= size or held >= limit:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def read(item: Item) -> Document | Refused:
    """Return an item's document, or why there is none that could be kept."""
    try:
        document = item.document()
    except DocumentError as error:
        reason = str(error)
        return Refused(item.name, reason.removeprefix(f"{item.label}: "), item.label)
    except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
        return Refused(item.name, f"reading failed: {type(error).__name__}: {error}", item.label)
    fault = fault_of(document)
    return Refused(item.name, fault, item.label, document) if fault else document


def code(document: Document, where: str, coder: Coder) -> Coded | Refused:
    """Code one document.

    Raises
    ------
    MapkitError
        Where not the document but the gazetteer, the codebook or a model is at fault.
    """
    try:
        with _CODING:
            result = coder.run([document])
    except MapkitError:
        raise
    except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
        return Refused(document.name, f"coding failed: {type(error).__name__}: {error}", where, document)
    if result.rejects:
        return Refused(document.name, result.rejects[0].reason, where, document)
    return Coded(document, tuple(result.events))


def lost(item: Item) -> Refused:
    """Return the answer for an item over which workers died."""
    return Refused(item.name, f"its coding ended {DEATHS} worker processes (killed, or out of memory)", item.label)


def prepare() -> None:
    """Load the pipeline, before workers are forked: they share what it loaded.

    A thread of NumPy's would not survive the fork, and would be one too many beside the others.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mapkit import pipeline

    pipeline.run([Document("warm", "Shells fell on the eastern city of Sumy on Monday, killing two people.")])


def same_coder(coder: Coder) -> None:
    """Make sure that this machine's mapkit is that which gave the work.

    Raises
    ------
    WorkerError
        Where it is another version, whose events would differ.
    """
    here = default_coder()
    if coder.run is here.run and coder.version != here.version:
        raise WorkerError(f"a worker has {here.version}, the work is for {coder.version}; install the same on both")
