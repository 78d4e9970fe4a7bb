"""Documents that are read and coded behind the page, one after the other, with what came of each.

Coding goes on when the reader closes the dialog, selects or filters; the page asks how far it is.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mapkit.errors import MapkitError
from mapkit.model import Document
from mapkit.workspace import Outcome, Workspace

_log = logging.getLogger(__name__)
#: One document at a time in this process, whoever handed it in: the page stays quick, and each reader gets a turn.
_CODING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be had.

    Parameters
    ----------
    name : str
        By which the reader knows it.
    read : callable
        Returns it, or raises `MapkitError` with the reason.
    """

    name: str
    read: Callable[[], Document]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one document.

    Parameters
    ----------
    name, status, events, reason
        As in `mapkit.workspace.Outcome`.
    document : Document or None
        None where it could not be read.
    """

    name: str
    status: str
    events: int = 0
    reason: str | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is.

    Parameters
    ----------
    running : bool
    total : int
        Documents that were handed in.
    came : tuple of Came
        Those that are done, in their order.
    """

    running: bool = False
    total: int = 0
    came: tuple[Came, ...] = ()


class Intake:
    """Codes documents into a workspace, in a thread of its own, in the order in which they are handed in.

    Parameters
    ----------
    workspace : callable
        Gives it when the first document is coded.
    """

    def __init__(self, workspace: Callable[[], Workspace]) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._waiting: deque[Source] = deque()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """The state of things, as of now."""
        with self._lock:
            return self._progress

    def add(self, sources: Iterable[Source]) -> None:
        """Have further documents coded, behind those that are waiting."""
        if self._take_in(sources):
            threading.Thread(target=self._work, name="mapkit-intake", daemon=True).start()

    def run(self, sources: Iterable[Source]) -> None:
        """Code documents in this thread, unless another one is at work, which then takes them too."""
        if self._take_in(sources):
            self._work()

    def clear(self) -> None:
        """Forget what came of the documents, once all are done."""
        with self._lock:
            if not self._progress.running:
                self._progress = Progress()

    def _take_in(self, sources: Iterable[Source]) -> bool:
        """Put documents into the line, and return whether somebody must begin to work it off."""
        added = list(sources)
        with self._lock:
            now = self._progress
            self._waiting.extend(added)
            self._progress = Progress(now.running or bool(added), now.total + len(added), now.came)
            return bool(added) and not now.running

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._progress = Progress(total=self._progress.total, came=self._progress.came)
                    return
                source = self._waiting.popleft()
            came = self._one(source)
            with self._lock:
                now = self._progress
                self._progress = Progress(running=True, total=now.total, came=(*now.came, came))

    def _one(self, source: Source) -> Came:
        outcomes: list[Outcome] = []
        document = None
        try:
            try:
                document = source.read()
            except MapkitError as error:
                reason = str(error).removeprefix(f"{source.name}: ")
                self._workspace().reject(source.name, reason)
                return Came(source.name, "rejected", reason=reason)
            with _CODING:
                self._workspace().ingest([document], outcomes.append)
        except MapkitError as error:  # the gazetteer, the codebook or the workspace is at fault
            return Came(source.name, "rejected", reason=str(error), document=document)
        except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
            _log.exception("%s could not be coded", source.name)
            return Came(source.name, "rejected", reason=f"{type(error).__name__}: {error}", document=document)
        (outcome,) = outcomes
        return Came(source.name, outcome.status, outcome.events, outcome.reason, document)
