"""CSV (RFC 4180): one row an event in the columns of `mapkit.export.columns`, and back.

Numbers are bare, text is guarded against spreadsheets (`mapkit.export.cells`), nested fields are JSON. What travels
with the export stands in three further columns, the same in each row, as CSV has no place for comments.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from mapkit.errors import ExportError
from mapkit.export import cells, columns
from mapkit.export.about import About
from mapkit.export.found import Found, NoEventError, found
from mapkit.model import Event

#: The columns of what travels with the export.
ABOUT = ("exported", "filters", "attribution")
_KINDS = {column.name: column.kind for column in columns.COLUMNS}
#: A cell of JSON or a sentence may be longer than the module's own limit of 128 kB.
_CELL_MAX = 2**31 - 1


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write a header and one row an event; an unknown value is an empty cell."""
    names = [*_KINDS, *(ABOUT if about else ())]
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(names)
    shared = {name: cells.guard(value) for name, value in about.to_row().items()} if about else {}
    for event in events:
        row = {name: cell(_KINDS[name], value) for name, value in columns.to_row(event).items()} | shared
        rows.writerow(row[name] for name in names)


def cell(kind: columns.Kind, value: Any) -> str:
    """Return a value of a kind as the text of its cell."""
    match kind:
        case "text":
            return cells.guard(value)
        case "json":
            return cells.guard_json(value)
    return "" if value is None else str(value)


def read(path: Path) -> Iterator[Found]:
    """Yield what each row holds, by its number in the file (the header is row 1).

    The separator may be a comma, a semicolon or a tab, as a spreadsheet may have saved the file with its own.

    Raises
    ------
    ExportError
        Where the file is no CSV of mapkit's.
    """
    csv.field_size_limit(_CELL_MAX)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            separator = max(",;\t", key=head.count)
            rows = csv.DictReader(stream, delimiter=separator, restkey="")
            names = rows.fieldnames or ()
            if "event_id_cnty" in names:
                raise ExportError(
                    f"{path}: ACLED's columns have no place for evidence, claims and candidates, so they cannot come "
                    "back; import a CSV, GeoJSON, JSON Lines, GeoPackage or GeoParquet export"
                )
            if "event_id" not in names:
                raise ExportError(f"{path}, row 1: has no column event_id; it is no CSV export of mapkit's")
            for number, row in enumerate(rows, 2):
                yield found(f"row {number}", partial(_event, row))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ExportError(f"{path}: is no CSV in UTF-8 ({error})") from None


def _event(row: Mapping[str, Any]) -> Event:
    if "" in row:
        raise NoEventError("has more cells than the header")
    return columns.to_event({name: _value(name, text) for name, text in row.items() if name in _KINDS})


def _value(name: str, text: str | None) -> Any:
    if not text:
        return None
    match _KINDS[name]:
        case "text":
            return cells.unguard(text)
        case "json":
            return text
        case "flag":
            if text.lower() not in {"true", "false"}:
                raise NoEventError(f"{name} is {text!r}, which is neither True nor False")
            return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        raise NoEventError(f"{name} is {text!r}, which is no number") from None
