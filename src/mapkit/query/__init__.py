"""Filters, and the columnar index that answers them: the only part that speaks DuckDB."""

from mapkit.query.facets import Facets
from mapkit.query.filters import ANY_STATUS, FILTER_KEYS, NO_FRONT, NO_PUBLISHER, Filters
from mapkit.query.index import EventIndex
from mapkit.query.pages import PAGE_MAX, SORTS, Queue, Table
from mapkit.query.similar import Similar, duplicates, similar
from mapkit.query.statistics import DIMENSIONS, Statistics
from mapkit.query.timeline import Timeline

__all__ = [
    "ANY_STATUS",
    "DIMENSIONS",
    "FILTER_KEYS",
    "NO_FRONT",
    "NO_PUBLISHER",
    "PAGE_MAX",
    "SORTS",
    "EventIndex",
    "Facets",
    "Filters",
    "Queue",
    "Similar",
    "Statistics",
    "Table",
    "Timeline",
    "duplicates",
    "similar",
]
