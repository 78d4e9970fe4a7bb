"""From an analysed text to its toponyms: found, told from their namesakes, and turned into coordinates.

`geoparse` proposes spans (`mentions`), decides which are names of places (`recognition`, from the features of
`context`), and decides jointly which places they mean (`resolution`) and what they do in their sentences (`roles`).
`georeference` turns a toponym and the words around it into a point, line or area with its uncertainty.
"""

from mapkit.geoparsing.geoparser import geoparse
from mapkit.geoparsing.georeferencing import Georeference, georeference

__all__ = ["Georeference", "geoparse", "georeference"]
