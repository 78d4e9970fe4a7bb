"""Events out: one module a format, each with `write(events, stream)`.

geojson  a FeatureCollection (RFC 7946)
csv      one row an event, nested fields as JSON
jsonl    one event record a line
"""

from collections.abc import Iterable
from importlib import import_module
from itertools import chain, islice
from typing import TextIO

from mapkit.errors import MapkitError
from mapkit.model import Event

#: The formats by name, each with its media type.
FORMATS = {
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}


def write(events: Iterable[Event], stream: TextIO, format: str) -> None:  # noqa: A002 - the option's name
    """Write events to a text stream, one by one.

    Raises
    ------
    MapkitError
        Where the format is none of `FORMATS`.
    """
    if format not in FORMATS:
        raise MapkitError(f"no export format {format!r}; choose one of {', '.join(FORMATS)}")
    source = iter(events)
    first = list(islice(source, 1))  # before the header, so that a fault in the coding leaves no half a file behind
    import_module(f"mapkit.export.{format}").write(chain(first, source), stream)
