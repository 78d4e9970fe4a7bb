"""How many events there are by front, type, week and whatever else one counts by: the numbers behind a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from mapkit.errors import FilterError
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, EventStatus, EventType
from mapkit.query.days import UNITS
from mapkit.query.predicate import Condition

#: The most groups that are counted.
ROWS_MAX = 100_000
#: Units of time that one counts by, each named by its first day.
TIMES = {unit.name: unit for unit in UNITS}
_COLUMNS = {
    "front": "front",
    "type": "event_type",
    "sub": "sub_event_type",
    "claim": "claim_status",
    "status": "event_status",
    "country": "country",
    # An event that two of them tell of is counted for both, as among the filters.
    "publisher": "nullif(unnest(string_split(told_by[2:-2], chr(10))), '')",
    **{name: unit.sql for name, unit in TIMES.items()},
}
#: What one can count by.
DIMENSIONS = tuple(_COLUMNS)
_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "type": tuple(kind.value for kind in EventType),
    "sub": tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs),
    "claim": tuple(claim.value for claim in ClaimStatus),
    "status": tuple(status.value for status in EventStatus),
}


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of events by what one asked for.

    Parameters
    ----------
    by : tuple of str
        Of `DIMENSIONS`.
    rows : list of dict
        One for each group with an event, in the order of `by`: its value of each (a time is the ISO date of the unit's
        first day, a country its ISO code; None where it is not stated: outside every front, not dated, by a publisher
        that is not known), `events`, and `unplaced`, those of them that have no place on the map. An event of several
        days counts on its first.
    total, unplaced, undated : int
        Events that pass the filters, those of them without a place, and those without a date.
    """

    by: tuple[str, ...]
    rows: list[dict[str, Any]]
    total: int
    unplaced: int
    undated: int


def checked(by: Sequence[str]) -> tuple[str, ...]:
    """Return what to count by.

    Raises
    ------
    FilterError
        Where it is nothing, names one twice, or one that is not known.
    """
    known = ", ".join(DIMENSIONS)
    if not by:
        raise FilterError(f"by is empty; name what to count by, of: {known}")
    for name in by:
        if name not in _COLUMNS:
            shown = name if len(name) <= 40 else name[:39] + "…"
            raise FilterError(f"by={shown!r} is unknown; known are: {known}")
    if len(set(by)) < len(by):
        raise FilterError(f"by={','.join(by)} names one twice")
    return tuple(by)


def statistics(cursor: duckdb.DuckDBPyConnection, condition: Condition, by: tuple[str, ...]) -> Statistics:
    """Return the numbers of the events that pass a condition.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, inside a transaction.
    condition : Condition
    by : tuple of str
        As `checked` gives it.

    Raises
    ------
    FilterError
        Where there are more groups than `ROWS_MAX`.
    """
    places = ", ".join(str(number) for number in range(1, len(by) + 1))
    columns = ", ".join(_COLUMNS[name] for name in by)
    query = f"""
        SELECT {columns}, count(*), count(*) FILTER (WHERE x < 0)
        FROM events WHERE {condition.sql} GROUP BY {places} LIMIT {ROWS_MAX + 1}"""  # noqa: S608
    found = cursor.execute(query, condition.parameters).fetchall()
    if len(found) > ROWS_MAX:
        raise FilterError(
            f"by={','.join(by)} makes more than {ROWS_MAX:,} groups; count by fewer, or narrow the filters"
        )
    query = f"""
        SELECT count(*), count(*) FILTER (WHERE x < 0), count(*) FILTER (WHERE first_day IS NULL)
        FROM events WHERE {condition.sql}"""  # noqa: S608
    total, unplaced, undated = cursor.execute(query, condition.parameters).fetchone() or (0, 0, 0)
    found.sort(key=_order(by))
    rows = [
        {**{name: _told(name, value) for name, value in zip(by, values, strict=False)}, "events": values[-2],
         "unplaced": values[-1]}
        for values in found
    ]  # fmt: skip
    return Statistics(by, rows, total, unplaced, undated)


def _order(by: tuple[str, ...]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return the key that sorts rows: words in their vocabulary's order, what is not stated last."""
    ranks = [{word: rank for rank, word in enumerate(_VOCABULARIES.get(name, ()))} for name in by]

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            (value is None, rank.get(value, len(rank)), value or 0) for value, rank in zip(row, ranks, strict=False)
        )

    return key


def _told(name: str, value: Any) -> Any:
    return TIMES[name].first(value).isoformat() if name in TIMES and value is not None else value
