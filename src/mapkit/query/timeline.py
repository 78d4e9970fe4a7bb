"""How many events begin in each day, week or month, by type: the bars of the histogram under the map."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mapkit.query.days import UNITS, Unit
from mapkit.query.predicate import Condition

#: The most bars that a timeline has; its unit is the finest that needs no more.
BARS_MAX = 120


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events over time.

    Parameters
    ----------
    unit : str
        What a bar stands for: day, week (from Monday), month, quarter, year, decade or century.
    first, last : str or None
        ISO dates: the first day of the first bar and the last day of the last; None where no event is dated.
    bars : list of dict
        In order, those with events alone: `start` and `end` (ISO dates, both within the bar), `types` {type: n}.
    undated : dict
        The events without a date, {type: n}.
    """

    unit: str
    first: str | None
    last: str | None
    bars: list[dict[str, Any]]
    undated: dict[str, int]


def timeline(cursor: duckdb.DuckDBPyConnection, condition: Condition, types: Sequence[str]) -> Timeline:
    """Return the counts of the events that pass a condition, each in the bar of the day on which it began.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, inside a transaction.
    condition : Condition
    types : sequence of str
        The event types by their code, in the order in which a bar tells them.
    """
    query = f"SELECT min(first_day), max(first_day) FROM events WHERE {condition.sql}"  # noqa: S608
    first, last = cursor.execute(query, condition.parameters).fetchone() or (None, None)
    unit = _unit(first, last) if first else UNITS[0]
    query = f"""
        SELECT {unit.sql} AS bar, type_code, count(*) FROM events WHERE {condition.sql}
        GROUP BY bar, type_code ORDER BY bar, type_code"""  # noqa: S608
    counts: dict[int | None, dict[str, int]] = {}
    for number, code, events in cursor.execute(query, condition.parameters).fetchall():
        counts.setdefault(number, {})[types[code]] = events
    undated = counts.pop(None, {})
    bars: list[dict[str, Any]] = [
        {"start": unit.first(number).isoformat(), "end": unit.last(number).isoformat(), "types": by_type}
        for number, by_type in counts.items()
        if number is not None
    ]
    if not bars:
        return Timeline(unit.name, None, None, [], undated)
    return Timeline(unit.name, bars[0]["start"], bars[-1]["end"], bars, undated)


def _unit(first: dt.date, last: dt.date) -> Unit:
    return next(unit for unit in UNITS if unit.number(last) - unit.number(first) < BARS_MAX)
