"""The gazetteer: the places of the world under all their names, offline; a geopy geocoder.

`Gazetteer` loads when first used: geopy's imports take longer than most look-ups of a text.
"""

from typing import TYPE_CHECKING, Any

from mapkit.gazetteer.containment import contains
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.names import Kind
from mapkit.gazetteer.places import Match, Places

if TYPE_CHECKING:
    from mapkit.gazetteer.geocoder import Gazetteer

__all__ = ["Gazetteer", "Kind", "Match", "Places", "contains", "fold"]


def __getattr__(name: str) -> Any:
    if name == "Gazetteer":
        from mapkit.gazetteer.geocoder import Gazetteer

        return Gazetteer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
