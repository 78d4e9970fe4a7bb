"""News text in, a map you can trust out.

The curated surface; everything else is reached through its module. Names load when first used, so that
`import mapkit` costs nothing.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapkit.coding import Codebook
    from mapkit.errors import MapkitError
    from mapkit.gazetteer import Gazetteer
    from mapkit.model import Document, Event, Place, Toponym
    from mapkit.pipeline import Result, extract, geoparse, run
    from mapkit.text.reader import read
    from mapkit.workspace import Workspace

__version__ = version("mapkit")

_HOMES = {
    "Codebook": "mapkit.coding",
    "Document": "mapkit.model",
    "Event": "mapkit.model",
    "Gazetteer": "mapkit.gazetteer",
    "MapkitError": "mapkit.errors",
    "Place": "mapkit.model",
    "Result": "mapkit.pipeline",
    "Toponym": "mapkit.model",
    "Workspace": "mapkit.workspace",
    "extract": "mapkit.pipeline",
    "geoparse": "mapkit.pipeline",
    "read": "mapkit.text.reader",
    "run": "mapkit.pipeline",
}

__all__ = [
    "Codebook",
    "Document",
    "Event",
    "Gazetteer",
    "MapkitError",
    "Place",
    "Result",
    "Toponym",
    "Workspace",
    "__version__",
    "extract",
    "geoparse",
    "read",
    "run",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'mapkit' has no attribute {name!r}")
