"""Statistics as CSV (RFC 4180) and as JSON."""

import csv
from dataclasses import asdict
from typing import Any, TextIO

from mapkit.export import cells
from mapkit.query import Statistics


def write_csv(found: Statistics, stream: TextIO) -> None:
    """Write a header and one row a group; what is not stated is an empty cell.

    Parameters
    ----------
    found : Statistics
    stream : TextIO
        Opened with `newline=""` where it is a file: CSV brings its own line ends.
    """
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow([*found.by, "events", "unplaced"])
    for row in found.rows:
        rows.writerow([*(cells.guard(row[name]) for name in found.by), row["events"], row["unplaced"]])


def to_json(found: Statistics) -> dict[str, Any]:
    """Return statistics as plain JSON types: by, rows, total, unplaced, undated."""
    return {**asdict(found), "by": list(found.by)}
