"""Filters, and the columnar index that answers them: the only part that speaks DuckDB."""

from mapkit.query.facets import Facets
from mapkit.query.filters import ANY_STATUS, NO_FRONT, Filters
from mapkit.query.index import EventIndex, Table
from mapkit.query.similar import Similar, similar

__all__ = ["ANY_STATUS", "NO_FRONT", "EventIndex", "Facets", "Filters", "Similar", "Table", "similar"]
