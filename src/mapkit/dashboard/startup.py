"""What happens while the first page loads: the workspace opens, imports warm up, an empty workspace gets the seeds."""

import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapkit.errors import MapkitError
from mapkit.model import Document
from mapkit.server.services import Services, services

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the coding of the bundled documents is.

    Parameters
    ----------
    running : bool
    done, total : int
        Documents.
    error : str or None
        Why it ended before its time, in one line.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    error: str | None = None


class Seeding:
    """Codes the bundled documents into a workspace that holds none, once a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """The state of things, as of now."""
        with self._lock:
            return self._progress

    def run(self, shared: Services, folder: Path) -> None:
        """Code the documents below a folder, unless the workspace holds documents already."""
        from mapkit.text import find

        counts = shared.workspace.counts()
        files = list(find([folder])) if folder.is_dir() else []
        if counts["documents"] or counts["rejects"] or not files:
            return
        self._set(Progress(running=True, total=len(files)))
        try:
            shared.workspace.ingest(_read(files), lambda _outcome: self._advance())
        except MapkitError as error:
            self._set(Progress(total=len(files), error=str(error)))
        except Exception as error:  # noqa: BLE001 - a thread's fault must not end unseen
            _log.exception("the bundled documents could not be coded")
            self._set(Progress(total=len(files), error=f"{type(error).__name__}: {error}"))
        else:
            self._set(Progress(done=len(files), total=len(files)))

    def _advance(self) -> None:
        now = self.progress
        self._set(Progress(running=True, done=now.done + 1, total=now.total))

    def _set(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress


#: The seeding of this process.
seeding = Seeding()


def lifespan(shared: Services | None = None, *, seeds: Path | None = None) -> Callable[[Any], Any]:
    """Return the lifespan for `streamlit.App`.

    Parameters
    ----------
    shared : Services, optional
        Default: this process's.
    seeds : pathlib.Path, optional
        The documents for a workspace without any; default: the bundled ones.
    """
    from mapkit import paths

    @asynccontextmanager
    async def run(_app: Any) -> AsyncIterator[None]:
        _ask_no_one()
        arguments = (shared or services(), seeds or paths.seeds_dir())
        threading.Thread(target=_warm, args=arguments, name="mapkit-warm", daemon=True).start()
        yield

    return run


def _warm(shared: Services, seeds: Path) -> None:
    """Open and import what the first page and the first document need; a fault is shown by the page that meets it."""
    try:
        shared.index.version()
        import mapkit.mapping  # noqa: F401 - folium and what it brings take seconds

        seeding.run(shared, seeds)
        shared.warm()
    except MapkitError as error:
        _log.warning("%s", error)


def _ask_no_one() -> None:
    """Keep Streamlit from asking a third party for this machine's address, which it does to judge a foreign origin."""
    from streamlit import net_util

    net_util.get_external_ip = lambda: None


def _read(files: list[Path]) -> Iterator[Document]:
    from mapkit.text import read

    for file in files:
        try:
            yield read(file)
        except MapkitError as error:
            _log.warning("%s", error)
