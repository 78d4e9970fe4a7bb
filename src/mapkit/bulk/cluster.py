"""The work of an archive on a Dask cluster: one task a few documents, one task that writes a batch's parts.

What a lost worker had in hand or kept, Dask gives another one; parts are named by their batch and written whole, so
that writing them twice changes nothing. Documents over which workers die again and again are worked at one by one when
all else is done: then it is told which it is.
"""

import contextlib
import warnings
from asyncio import CancelledError
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from mapkit.archive import Archive, Manifest
from mapkit.bulk import parts, tasks
from mapkit.bulk.archiving import Batch, Code, Progress, lost
from mapkit.bulk.parts import Answer
from mapkit.bulk.sources import Item
from mapkit.errors import MapkitError, WorkerError
from mapkit.workspace.ingest import Coder

#: How long is waited for the scheduler and its first worker, seconds.
_PATIENCE = 30
#: Tasks a thread of the cluster that are given at once.
_AHEAD = 4


@dataclass(slots=True)
class _Open:
    """A batch that is worked at: what its tasks gave or will give, by the number of the chunk."""

    batch: Batch
    coded: list[Any] = field(default_factory=list)
    left: int = 0
    deadly: list[int] = field(default_factory=list)


@contextlib.contextmanager
def connected(address: str, patience: float = _PATIENCE) -> Iterator["Cluster"]:
    """Yield the cluster whose scheduler listens at an address (tcp://HOST:PORT).

    Raises
    ------
    WorkerError
        Where Dask is not installed, no scheduler answers there, or it has no worker.
    """
    dask = _dask()
    try:
        client = dask.Client(address, timeout=patience)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise WorkerError(f"{address}: no Dask scheduler answers there ({reason})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise WorkerError(f"{address}: the scheduler has no worker; start one: dask worker {address}") from None
        yield Cluster(client)


class Cluster:
    """Works at batches on a Dask cluster; a `mapkit.bulk.archiving.Worker`.

    Parameters
    ----------
    client : distributed.Client
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, batches: Iterable[Batch], coder: Coder, to: Archive, progress: Progress) -> Iterator[Manifest]:
        """Yield the receipt of each batch once it is written, in whatever order.

        Raises
        ------
        MapkitError
            Where the gazetteer, the codebook, the archive or the scheduler is at fault.
        """
        source: Iterator[Batch] | None = iter(batches)
        queue = _dask().as_completed()
        coding: dict[str, tuple[_Open, int]] = {}
        writing = 0
        suspects: list[_Open] = []
        while True:
            while source and len(coding) < _AHEAD * max(1, self._threads()):
                if (batch := next(source, None)) is None:
                    source = None
                    break
                opened = _Open(batch, left=len(batch.chunks))
                for number, chunk in enumerate(batch.chunks):
                    future = self._submit(_coded, chunk, coder, key=f"mapkit-code-{batch.name}-{number}")
                    opened.coded.append(future)
                    coding[future.key] = opened, number
                    queue.add(future)
            if not coding and not writing:
                break
            future = next(queue)
            if future.key not in coding:
                writing -= 1
                yield self._result(future)
                continue
            opened, number = coding.pop(future.key)
            if self._died(future):
                opened.deadly.append(number)
            progress.passed(len(opened.batch.chunks[number]))
            opened.left -= 1
            if opened.left:
                continue
            if opened.deadly:
                suspects.append(opened)
            else:
                queue.add(self._written(opened, coder, to))
                writing += 1
        # Nothing else is under way: a worker that dies now dies over the one document that it has.
        for opened in suspects:
            for number in opened.deadly:
                opened.coded[number] = [self._alone(item, coder) for item in opened.batch.chunks[number]]
            yield self._result(self._written(opened, coder, to))

    def _alone(self, item: Item, coder: Coder) -> Answer:
        future = self._submit(_coded, [item], coder, key=f"mapkit-alone-{item.digest.hex()}")
        if self._died(future):
            return lost(item)
        answers: list[Answer] = self._result(future)
        return answers[0]

    def _written(self, opened: _Open, coder: Coder, to: Archive) -> Any:
        name = opened.batch.name
        return self._submit(_write, name, opened.coded, coder.version, to, key=f"mapkit-write-{name}")

    def _submit(self, function: Callable[..., Any], *arguments: Any, key: str) -> Any:
        with warnings.catch_warnings():
            # The scheduler keeps the texts of a task, so that they outlive a worker; a large one is worth a word to
            # whoever could scatter it, and nobody here can.
            warnings.filterwarnings("ignore", message="Sending large graph")
            return self._client.submit(function, *arguments, key=key, pure=False)

    def _died(self, future: Any) -> bool:
        dask = _dask()
        dask.wait([future])
        return future.status == "error" and isinstance(future.exception(), dask.KilledWorker)

    def _result(self, future: Any) -> Any:
        try:
            return future.result()
        except MapkitError:
            raise
        except (Exception, CancelledError) as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            raise WorkerError(
                f"the cluster could not go on ({reason}); start the same command again: what is written is kept"
            ) from error

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())


def _dask() -> Any:
    """Return Dask's `distributed`, which is no dependency of those who have one machine."""
    try:
        return import_module("distributed")
    except ImportError:
        raise WorkerError("--scheduler needs Dask, which is not installed: pip install 'mapkit[cluster]'") from None


def _coded(items: list[Item], coder: Coder) -> list[Answer]:
    tasks.same_coder(coder)
    return Code(coder)(items)


def _write(batch: str, chunks: list[list[Answer]], coder_version: str, to: Archive) -> Manifest:
    return parts.write(batch, (one for chunk in chunks for one in chunk), coder_version, to)
