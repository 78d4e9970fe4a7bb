"""The rows that a benchmark gives to the one table of `make bench`.

A benchmark prints what it likes, and calls `figure` or `told` for what is to stand in the table. Run by itself it only
prints; `bench.py` names a file in the environment, to which each row is added as a line of JSON.
"""

import json
import math
import os
from dataclasses import asdict, dataclass
from pathlib import Path

#: Names the file of the rows.
FILE = "MAPKIT_BENCH_ROWS"


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, what is to be reached (empty: nothing is), what was, and whether it is.

    Parameters
    ----------
    what, goal, measured : str
    met : bool or None
        None where there is no goal.
    """

    what: str
    goal: str
    measured: str
    met: bool | None


def figure(
    what: str,
    value: float,
    unit: str = "",
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    note: str = "",
) -> Row:
    """Give a figure to the table, and return its row.

    Parameters
    ----------
    what : str
    value : float
        Not a number where it could not be measured; a goal is then not met.
    unit : str
        Of value and goal, such as "ms".
    at_most, at_least : float, optional
        The goal.
    note : str
        Told behind the figure.
    """
    goal, met = "", None
    if at_most is not None:
        goal, met = f"≤ {_number(at_most)} {unit}", value <= at_most
    elif at_least is not None:
        goal, met = f"≥ {_number(at_least)} {unit}", value >= at_least
    measured = f"{_number(value)} {unit}".rstrip() + (f" ({note})" if note else "")
    return _give(Row(what, goal.rstrip(), measured, met))


def told(what: str, measured: str, goal: str = "", *, met: bool | None = None) -> Row:
    """Give the table a row in words, and return it."""
    return _give(Row(what, goal, measured, met))


def table(rows: list[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| what | goal | measured | met |", "|---|---|---|---|"]
    for row in rows:
        met = "" if row.met is None else "yes" if row.met else "**no**"
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in (row.what, row.goal, row.measured, met))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def read(path: Path) -> list[Row]:
    """Return the rows that a benchmark has given so far."""
    if not path.is_file():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _give(row: Row) -> Row:
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    return row


def _number(value: float) -> str:
    """Return three digits of a number, all of those before the point."""
    if not math.isfinite(value):
        return "-"
    digits = 0 if value == round(value) else max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 3)}f}"
