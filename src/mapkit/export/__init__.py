"""Events out, and back: one module a format.

    geojson     a FeatureCollection (RFC 7946)                                  comes back
    csv         one row an event, nested fields as JSON                         comes back
    jsonl       one event record a line                                         comes back
    geopackage  for QGIS                                                        comes back
    geoparquet  for pandas, DuckDB, BigQuery                                    comes back
    acled       CSV under ACLED's column names, on demand with HXL tags
    kml         for Google Earth
    timemap     for Forensic Architecture's TimeMap, the format of Bellingcat's Ukraine map
    html        a map in one file that opens from disk, offline

Text formats stream and have `write(events, stream, about)`, binary ones `save(events, path, about)`; those that come
back have `read(path)`. Only the HTML map, which a browser reads as a whole, has a bound (`Format.most`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TextIO

from mapkit.errors import ExportError
from mapkit.export.about import ATTRIBUTION, About
from mapkit.export.found import Found
from mapkit.languages import marked
from mapkit.model import Event


class Format(NamedTuple):
    """A format: its name for readers, media type, file's ending, whether it is text that streams, its most events."""

    label: str
    media_type: str
    ending: str
    text: bool = True
    most: int | None = None


#: The formats by name.
FORMATS: dict[str, Format] = {
    "geojson": Format("GeoJSON", "application/geo+json", ".geojson"),
    "csv": Format("CSV", "text/csv; charset=utf-8", ".csv"),
    "jsonl": Format("JSONL", "application/x-ndjson", ".jsonl"),
    "acled": Format("ACLED CSV", "text/csv; charset=utf-8", ".acled.csv"),
    "kml": Format("KML", "application/vnd.google-earth.kml+xml", ".kml"),
    "geopackage": Format("GeoPackage", "application/geopackage+sqlite3", ".gpkg", text=False),
    "geoparquet": Format("GeoParquet", "application/vnd.apache.parquet", ".parquet", text=False),
    "timemap": Format("TimeMap", "application/json", ".timemap.json"),
    "html": Format(marked("HTML map"), "text/html; charset=utf-8", ".html", most=10_000),
}

#: The formats that come back, by the ending of the file.
_READERS = {
    ".geojson": "geojson",
    ".json": "geojson",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".gpkg": "geopackage",
    ".parquet": "geoparquet",
    ".geoparquet": "geoparquet",
}


def write(
    events: Iterable[Event],
    stream: TextIO,
    format: str,  # noqa: A002 - the option's name
    about: About | None = None,
    *,
    hxl: bool = False,
) -> None:
    """Write events to a text stream, one by one.

    Parameters
    ----------
    events : iterable of Event
    stream : TextIO
        Opened with `newline=""` where it is a file: CSV brings its own line ends.
    format : str
        One of `FORMATS` that is text.
    about : About, optional
        What travels with the export; without it nothing does, and the same events give the same bytes.
    hxl : bool
        Whether the ACLED CSV has a row of HXL tags.

    Raises
    ------
    ExportError
        Where the format is none of `FORMATS`, is no text, knows no HXL tags, or cannot hold so many events; nothing
        is written then.
    """
    _check(format, hxl=hxl)
    if not FORMATS[format].text:
        raise ExportError(f"{FORMATS[format].label} is no text; save it to a file")
    options = {"hxl": True} if hxl else {}
    _module(format).write(_begun(events, format), stream, about, **options)


def save(
    events: Iterable[Event],
    path: Path,
    format: str,  # noqa: A002 - the option's name
    about: About | None = None,
    *,
    hxl: bool = False,
) -> None:
    """Write events to a file in any format; the file is there whole or, where something fails, as it was before.

    Raises
    ------
    ExportError
        As in `write`, or where the file cannot be written.
    """
    _check(format, hxl=hxl)
    try:
        with _beside(path, FORMATS[format].ending) as draft:
            if FORMATS[format].text:
                with draft.open("w", encoding="utf-8", newline="") as stream:
                    write(events, stream, format, about, hxl=hxl)
            else:
                _module(format).save(_begun(events, format), draft, about)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from None


def bounded(format: str, count: int) -> None:  # noqa: A002 - the option's name
    """Raise `ExportError` where a format cannot hold so many events."""
    label, most = FORMATS[format].label, FORMATS[format].most
    if most is not None and count > most:
        raise ExportError(f"{label}: holds at most {most:,} events; set filters, or choose a format such as geojson")


def rows(path: Path) -> Iterator[Found]:
    """Yield what each row, line or feature of an export holds: an event, or why it is none.

    Raises
    ------
    ExportError
        Where the file cannot be read or is no export that comes back.
    """
    name = _READERS.get(path.suffix.lower())
    if name is None:
        raise ExportError(f"{path}: no export that comes back has this ending; known are {', '.join(_READERS)}")
    if not path.is_file():
        raise ExportError(f"{path}: there is no such file")
    try:
        yield from _module(name).read(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror or error})") from None


def read(path: Path) -> Iterator[Event]:
    """Yield the events of an export, equal to those that were written.

    Raises
    ------
    ExportError
        As `rows`, and at the first row that holds no event.
    """
    for where, event, fault in rows(path):
        if event is None:
            raise ExportError(f"{path}, {where}: {fault}")
        yield event


def _check(name: str, *, hxl: bool) -> None:
    if name not in FORMATS:
        raise ExportError(f"no export format {name!r}; choose one of {', '.join(FORMATS)}")
    if hxl and name != "acled":
        raise ExportError(f"{FORMATS[name].label} has no row for HXL tags; choose the format acled")


def _module(name: str) -> Any:
    return import_module(f"mapkit.export.{name}")


def _begun(events: Iterable[Event], name: str) -> Iterator[Event]:
    """Make the first event before anything is written, so that a fault in the coding leaves no half a file behind.

    Of a format that has a bound all events are made first, and one more.
    """
    source = iter(events)
    first = list(islice(source, (FORMATS[name].most or 0) + 1))
    bounded(name, len(first))
    return chain(first, source)


@contextmanager
def _beside(path: Path, ending: str) -> Iterator[Path]:
    """Give a path in a temporary folder beside `path`, which takes its place at the end, or goes where it fails."""
    with TemporaryDirectory(dir=path.parent, prefix=".mapkit-") as folder:
        draft = Path(folder) / f"export{ending}"  # GDAL minds the ending
        yield draft
        draft.replace(path)


__all__ = ["ATTRIBUTION", "FORMATS", "About", "Format", "Found", "bounded", "read", "rows", "save", "write"]
