"""What the routes and the dashboard share in one process: workspace, index and gazetteer, each opened when asked."""

import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from mapkit.workspace import Workspace

if TYPE_CHECKING:
    from mapkit.gazetteer import Gazetteer
    from mapkit.query import EventIndex

Thing = TypeVar("Thing")


class _Once(Generic[Thing]):
    """Make a thing when it is first asked for, once for all threads; after an error the next one tries again."""

    def __init__(self, make: Callable[[], Thing]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._things: list[Thing] = []

    def get(self) -> Thing:
        if not self._things:
            with self._lock:
                if not self._things:
                    self._things.append(self._make())
        return self._things[0]


class Services:
    """The workspace, the index behind the map and the gazetteer.

    Parameters
    ----------
    workspace : callable, optional
        Opens the workspace; default: `Workspace.open`.
    gazetteer : callable, optional
        Opens the gazetteer; default: the bundled one with the user's rows.
    """

    def __init__(
        self,
        workspace: Callable[[], Workspace] = Workspace.open,
        gazetteer: "Callable[[], Gazetteer] | None" = None,
    ) -> None:
        self._workspace = _Once(workspace)
        self._gazetteer = _Once(gazetteer or _default_gazetteer)
        self._index = _Once(self._make_index)

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self._workspace.get()

    @property
    def index(self) -> "EventIndex":
        """The index behind the map; it follows the workspace by itself."""
        return self._index.get()

    @property
    def gazetteer(self) -> "Gazetteer":
        """The gazetteer."""
        return self._gazetteer.get()

    def warm(self) -> None:
        """Open everything and read the events, so that the first page need not wait."""
        self.index.version()
        self.gazetteer.within(-180, -90, 180, 90, 1)

    def _make_index(self) -> "EventIndex":
        from mapkit import paths
        from mapkit.query import EventIndex

        return EventIndex(self.workspace, paths.cache_dir() / "index")


def _default_gazetteer() -> "Gazetteer":
    from mapkit.pipeline import default_gazetteer

    return default_gazetteer()


@cache
def services() -> Services:
    """Return this process's services: the dashboard's script and the routes see the same index."""
    return Services()
