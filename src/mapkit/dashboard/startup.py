"""What happens while the first page loads: the workspace opens, imports warm up, an empty workspace gets the seeds."""

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from mapkit.dashboard.intake import Intake, Progress, Source
from mapkit.errors import MapkitError
from mapkit.server.services import Services, services

_log = logging.getLogger(__name__)


class Seeding:
    """Codes the bundled documents into a workspace that holds none, once a process."""

    def __init__(self) -> None:
        self._intake = Intake(lambda: services().workspace)

    @property
    def progress(self) -> Progress:
        """The state of things, as of now."""
        return self._intake.progress

    def run(self, shared: Services, folder: Path) -> None:
        """Code the documents below a folder, unless the workspace holds documents already."""
        from mapkit.text import find, read

        counts = shared.workspace.counts()
        files = list(find([folder])) if folder.is_dir() else []
        if counts["documents"] or counts["rejects"]:
            return
        self._intake = Intake(lambda: shared.workspace)
        self._intake.run(Source(file.name, partial(read, file)) for file in files)


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
