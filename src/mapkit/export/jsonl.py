"""JSON Lines: one event record a line, and back; what travels with the export is the member `export` of each line."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from mapkit.errors import ExportError
from mapkit.export import columns
from mapkit.export.about import About
from mapkit.export.found import Found, NoEventError, found
from mapkit.model import Event


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write one line an event."""
    more = {"export": about.to_row()} if about else {}
    stream.writelines(json.dumps({**event.to_dict(), **more}, ensure_ascii=False) + "\n" for event in events)


def read(path: Path) -> Iterator[Found]:
    """Yield what each line holds; empty lines are passed over.

    Raises
    ------
    ExportError
        Where the file is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield found(f"line {number}", partial(_event, line))
    except UnicodeDecodeError as error:
        raise ExportError(f"{path}: is no JSON Lines in UTF-8 ({error})") from None


def _event(line: str) -> Event:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoEventError(f"is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise NoEventError("is no JSON object")
    return columns.of_record(record)
