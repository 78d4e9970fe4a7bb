"""Worker processes that may die: what a lost one had in hand is given again, what kills workers is told apart.

The pool of the standard library is broken as a whole when one of its processes is killed, and does not say over which
task. Here every worker has a pipe of its own, so that the end of the pipe names both.
"""

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from mapkit.errors import WorkerError

Item = TypeVar("Item")
Answer = TypeVar("Answer")

#: Chunks a worker that are read ahead: enough that a slow document holds nobody up.
_AHEAD = 4
#: How often an item may end a worker that works at nothing else.
DEATHS = 2
_READY = "ready"


@dataclass(slots=True)
class _Chunk(Generic[Item, Answer]):
    """Some items in order, and their answers as far as they are there, by the place of the first item."""

    left: int
    answers: dict[int, list[Answer]] = field(default_factory=dict)

    def take(self, start: int, count: int, answers: list[Answer]) -> None:
        self.left -= count
        self.answers[start] = answers

    def in_order(self) -> list[Answer]:
        return [answer for start in sorted(self.answers) for answer in self.answers[start]]


@dataclass(slots=True)
class _Task(Generic[Item, Answer]):
    """What a worker has in hand: items of a chunk from a place on, and how many workers ended over it."""

    chunk: _Chunk[Item, Answer]
    start: int
    items: list[Item]
    deaths: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    task: _Task[Any, Any] | None = None
    ready: bool = False


class Pool(Generic[Item, Answer]):
    """Processes that answer chunks of items.

    Parameters
    ----------
    function : callable
        Takes a list of items, returns a list of answers; at the top level of a module. An exception of its ends the
        work: what may fail with one item only is an answer.
    workers : int
        How many processes.
    prepare : callable, optional
        Loads what every worker needs. Where the system can fork, it runs once, here, and the workers share what it
        loaded; it must start no thread. Elsewhere each worker runs it.
    lost : callable, optional
        Gives the answer for an item over which workers die. Default: that is an error.
    """

    def __init__(
        self,
        function: Callable[[list[Item]], list[Answer]],
        workers: int,
        *,
        prepare: Callable[[], object] | None = None,
        lost: Callable[[Item], Answer] | None = None,
    ) -> None:
        self._function, self._count, self._lost = function, workers, lost
        # Without `prepare` nothing is known of the threads that were started here: those do not survive a fork.
        self._forks = prepare is not None and sys.platform == "linux"
        self._prepare = None if self._forks else prepare
        if self._forks and prepare is not None:
            prepare()
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._workers: list[_Worker] = []
        self._todo: deque[_Task[Item, Answer]] = deque()

    def run(self, chunks: Iterable[list[Item]]) -> Iterator[list[Answer]]:
        """Yield the answers of each chunk, in order; chunks are read only as far ahead as the workers need.

        Raises
        ------
        WorkerError
            Where workers cannot start, or die over an item that has no other answer.
        """
        source: Iterator[list[Item]] | None = iter(chunks)
        open_: deque[_Chunk[Item, Answer]] = deque()
        try:
            self._workers = [self._started() for _ in range(self._count)]
            while True:
                while source and len(open_) < _AHEAD * self._count:
                    if items := next(source, None):
                        open_.append(_Chunk(len(items)))
                        self._todo.append(_Task(open_[-1], 0, items))
                    else:
                        source = None
                if not open_:
                    return
                self._hand_out()
                if open_[0].left:
                    self._receive(None)
                while open_ and not open_[0].left:
                    self._receive(0)  # nobody idles while the answers are put away
                    self._hand_out()
                    yield open_.popleft().in_order()
        finally:
            self._stop()

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.ready and worker.task is None and self._todo:
                worker.task = self._todo.popleft()
                with suppress(BrokenPipeError):  # it is dead: the end of its pipe tells
                    worker.pipe.send(worker.task.items)

    def _receive(self, timeout: float | None) -> None:
        """Take what workers answered; wait for one where `timeout` is None."""
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), timeout):
            worker = by_pipe[pipe]  # type: ignore[index]  # these are the pipes
            try:
                answers, fault = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if fault is not None:
                raise fault
            if answers == _READY:
                worker.ready = True
            elif worker.task is not None:
                task, worker.task = worker.task, None
                task.chunk.take(task.start, len(task.items), answers)

    def _replace(self, worker: _Worker) -> None:
        """Start another worker for one that died, and give what it had in hand again, item by item."""
        worker.process.join()
        if not worker.ready:
            raise WorkerError(f"a worker process cannot start (it ended with {worker.process.exitcode})")
        worker.pipe.close()
        self._workers.remove(worker)
        self._workers.append(self._started())
        task = worker.task
        if task is None:
            return
        if len(task.items) > 1:
            singles = [_Task(task.chunk, task.start + n, [item]) for n, item in enumerate(task.items)]
            self._todo.extendleft(reversed(singles))
            return
        task.deaths += 1
        if task.deaths < DEATHS:
            self._todo.appendleft(task)
        elif self._lost is None:
            raise WorkerError(
                f"{task.deaths} worker processes died over one text (killed, or out of memory); give fewer --workers"
            )
        else:
            task.chunk.take(task.start, 1, [self._lost(task.items[0])])

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        # A fork has copies of our ends of the pipes: no worker would see the end of its own when we are killed.
        inherited = [ours, *(worker.pipe for worker in self._workers)] if self._forks else []
        process = self._context.Process(
            target=_work, args=(self._function, self._prepare, theirs, inherited), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _stop(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
        self._workers = []


def _work(
    function: Callable[[list[Any]], list[Any]],
    prepare: Callable[[], object] | None,
    pipe: Connection,
    inherited: list[Connection],
) -> None:
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; we end it in order
    gc.freeze()  # what is shared with the parent stays shared: the collector writes into no page of it
    try:
        if prepare:
            prepare()
        pipe.send((_READY, None))
        while True:
            items = pipe.recv()
            pipe.send((function(items), None))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the work was given
        pipe.send((None, error))
