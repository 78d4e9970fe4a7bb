"""The gazetteer: the places of the world under all their names, offline; a geopy geocoder."""

from mapkit.gazetteer.containment import contains
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.geocoder import Gazetteer, Match
from mapkit.gazetteer.names import Kind

__all__ = ["Gazetteer", "Kind", "Match", "contains", "fold"]
