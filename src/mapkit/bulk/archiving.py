"""Documents into an archive: batches that are finished stay, whoever worked at them and wherever.

What the archive has of an item is told by a digest of the item, not by the batch that it came in: files may be added
and taken away between two runs, and nothing is coded twice.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from mapkit import archive
from mapkit.archive import Archive, Manifest, together
from mapkit.bulk import parts, tasks
from mapkit.bulk.parts import Answer
from mapkit.bulk.pool import Pool
from mapkit.bulk.sources import Item
from mapkit.bulk.tasks import Coded, Refused
from mapkit.errors import ArchiveError
from mapkit.model import Document
from mapkit.workspace.ingest import Coder

#: Documents a batch, so a part: the work of some minutes on one core, parts of some thousand events.
BATCH = 2_000
_BATCH_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some items of one part.

    Parameters
    ----------
    name : str
        A hash over the coder and the items.
    chunks : list of list of Item
        What a worker has in hand at a time.
    """

    name: str
    chunks: list[list[Item]]


class Progress(Protocol):
    """Follows the work."""

    def passed(self, count: int) -> None:
        """Take note of items that were worked at, or that were there."""


class Worker(Protocol):
    """Works at batches: in this process, in processes of this machine, or on a cluster."""

    def __call__(self, batches: Iterable[Batch], coder: Coder, to: Archive, progress: Progress) -> Iterator[Manifest]:
        """Yield the receipt of each batch once it is written, in whatever order."""


class Code:
    """What a worker does with a few items of an archive.

    Parameters
    ----------
    coder : Coder
    """

    def __init__(self, coder: Coder) -> None:
        self.coder = coder

    def __call__(self, items: list[Item]) -> list[Answer]:
        """Return what came of each item."""
        return [(item.digest, self._answer(item)) for item in items]

    def _answer(self, item: Item) -> Coded | Refused:
        document = tasks.read(item)
        return tasks.code(document, item.label, self.coder) if isinstance(document, Document) else document


def lost(item: Item) -> Answer:
    """Return the answer for an item over which workers died."""
    return item.digest, tasks.lost(item)


def here(workers: int) -> Worker:
    """Return a worker that is this process, where `workers` is 1, or so many others on this machine."""

    def work(batches: Iterable[Batch], coder: Coder, to: Archive, progress: Progress) -> Iterator[Manifest]:
        opened: list[Batch] = []

        def chunks() -> Iterator[list[Item]]:
            for batch in batches:
                opened.append(batch)
                yield from batch.chunks

        answer = Code(coder)
        answered: Iterable[list[Answer]] = (
            map(answer, chunks())
            if workers <= 1
            else Pool(answer, workers, prepare=tasks.prepare, lost=lost).run(chunks())
        )
        done: list[list[Answer]] = []
        for chunk in answered:
            progress.passed(len(chunk))
            done.append(chunk)
            if len(done) == len(opened[0].chunks):
                batch = opened.pop(0)
                yield parts.write(batch.name, (one for part in done for one in part), coder.version, to)
                done = []

    return work


def ingest(
    items: Iterable[Item], to: Archive, coder: Coder, work: Worker, progress: Progress, *, size: int = BATCH
) -> Iterator[Manifest]:
    """Code items into an archive, and yield the receipt of each batch that is written.

    Parameters
    ----------
    items : iterable
        As `sources.items` gives them; read only as far ahead as the workers need.
    to : Archive
    coder : Coder
    work : Worker
    progress : Progress
    size : int
        Documents a batch.

    Raises
    ------
    ArchiveError
        Where the archive cannot be read or written, or is of another coder.
    MapkitError
        Where the gazetteer, the codebook or a worker is at fault.
    """
    known = _known(to, coder)
    to.settle(coder.version)  # from now on it is told for an archive, also where its own folder is read
    try:
        yield from work(_batches(items, coder, known, progress, size), coder, to, progress)
    finally:
        # Also where the run is ended: what is finished can be read.
        to.settle(coder.version)


def _known(to: Archive, coder: Coder) -> set[bytes]:
    """Return the digests of the items that an archive has, and refuse one that another coder made."""
    receipts = list(to.receipts())
    if other := next((one.coder_version for one in receipts if one.coder_version != coder.version), None):
        raise ArchiveError(
            f"{to.url}: was coded by {other}, this is {coder.version}; name another folder, "
            "so that no archive mixes two coders"
        )
    return set(parts.inputs(to, together(coder.version, receipts)))


def _batches(items: Iterable[Item], coder: Coder, known: set[bytes], progress: Progress, size: int) -> Iterator[Batch]:
    for batch in tasks.chunks(_new(items, known, progress), size, _BATCH_BYTES):
        digest = hashlib.blake2b(f"{archive.FORMAT} {coder.version}".encode(), digest_size=8)
        for item in batch:
            digest.update(item.digest)
        yield Batch(digest.hexdigest(), list(tasks.chunks(batch)))


def _new(items: Iterable[Item], known: set[bytes], progress: Progress) -> Iterator[Item]:
    for item in items:
        if item.digest in known:
            progress.passed(1)
            continue
        known.add(item.digest)
        yield item
