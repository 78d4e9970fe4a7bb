"""From a text to its toponyms: found, told from their namesakes, and turned into coordinates.

`geoparse` proposes spans (`mentions`), decides which are names of places (`recognition`, from the features of `context`
and `neighbours`), decides jointly which places they mean (`resolution`, by `weighing` and `voting`), how sure that is
(`confidence`) and what they do in their sentences (`roles`). `georeference` turns a toponym and the words around it
into a point, line or area with its uncertainty; it loads when first used.
"""

from typing import TYPE_CHECKING, Any

from mapkit.geoparsing.geoparser import explain, geoparse

if TYPE_CHECKING:
    from mapkit.geoparsing.georeferencing import Georeference, georeference

__all__ = ["Georeference", "explain", "geoparse", "georeference"]


def __getattr__(name: str) -> Any:
    if name in ("Georeference", "georeference"):
        from mapkit.geoparsing import georeferencing

        return getattr(georeferencing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
