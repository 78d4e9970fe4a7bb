"""Documents into the workspace: workers read and code, this process alone writes, each document whole or not at all.

A worker asks the workspace what is to code, so that a run that was ended is simply started again; what people said of
a document counts in its coding.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from mapkit.bulk import tasks
from mapkit.bulk.pool import Pool
from mapkit.bulk.sources import Item
from mapkit.bulk.tasks import Refused
from mapkit.model import Document, Event
from mapkit.workspace import Workspace
from mapkit.workspace.ingest import Coder, Outcome
from mapkit.workspace.writing import Known


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an item, and where it came from, as an error would name it."""

    outcome: Outcome
    where: str


@dataclass(frozen=True, slots=True)
class _Coded:
    document: Document
    known: Known
    events: tuple[Event, ...]


_Answer = _Coded | Outcome | Refused


class _Desk:
    """What a worker does with a few items: reads, asks the workspace, codes.

    Parameters
    ----------
    url : str or None
        As `Workspace.open` takes it. A process opens its own: connections survive no fork.
    coder : Coder
    """

    def __init__(self, url: str | None, coder: Coder) -> None:
        self.url, self.coder = url, coder
        self._store: Workspace | None = None

    def __call__(self, items: list[Item]) -> list[_Answer]:
        return [self._answer(item) for item in items]

    def _answer(self, item: Item) -> _Answer:
        document = tasks.read(item)
        if isinstance(document, Refused):
            return document
        if self._store is None:
            self._store = Workspace.open(self.url)
        known = self._store.wanted(document, self.coder.version)
        if isinstance(known, Outcome):
            return known
        coded = tasks.code(known.document, item.label, self.coder)
        return _Coded(document, known, coded.events) if isinstance(coded, tasks.Coded) else coded

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


def store(items: Iterable[Item], url: str | None, coder: Coder, workers: int = 1) -> Iterator[Done]:
    """Code items into a workspace, and yield what came of each, in order.

    Parameters
    ----------
    items : iterable
        As `sources.items` gives them; read only as far ahead as the workers need.
    url : str or None
        Of the workspace, as `Workspace.open` takes it.
    coder : Coder
    workers : int
        1 works in this process; more start that many others.

    Raises
    ------
    MapkitError
        Where not a document but the workspace, the gazetteer, the codebook or a worker is at fault.
    """
    desk, told = _Desk(url, coder), _Labels(items)
    chunks = tasks.chunks(told)
    try:
        with Workspace.open(url) as workspace:
            if workers <= 1:
                answers: Iterable[list[_Answer]] = map(desk, chunks)
            else:
                answers = Pool(desk, workers, prepare=tasks.prepare, lost=tasks.lost).run(chunks)
            for chunk in answers:
                for outcome in _written(chunk, workspace, coder):
                    yield Done(outcome, told.next())
    finally:
        desk.close()


class _Labels:
    """Items as they pass, and afterwards the label of each in the same order."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self._labels: deque[str] = deque()

    def __iter__(self) -> Iterator[Item]:
        for item in self._items:
            self._labels.append(item.label)
            yield item

    def next(self) -> str:
        return self._labels.popleft()


def _written(chunk: list[_Answer], workspace: Workspace, coder: Coder) -> Iterator[Outcome]:
    """Write the answers of a chunk, in order; coded documents that follow each other in one transaction."""
    for kind, group in groupby(chunk, type):
        if kind is _Coded:
            coded = [answer for answer in group if isinstance(answer, _Coded)]
            kept = workspace.keep(((one.document, one.known, one.events) for one in coded), coder.version)
            for one, outcome in zip(coded, kept, strict=True):
                yield outcome or _again(one.document, workspace, coder)
            continue
        for answer in group:
            if isinstance(answer, Refused):
                document = answer.document or Document(answer.name, "")
                yield workspace.refuse(document, answer.reason, coder.version if answer.document else "")
            elif isinstance(answer, Outcome):
                yield answer


def _again(document: Document, workspace: Workspace, coder: Coder) -> Outcome:
    """Code a document of which somebody said otherwise while it was coded."""
    outcomes: list[Outcome] = []
    workspace.ingest([document], outcomes.append, coder=coder)
    return outcomes[0]
