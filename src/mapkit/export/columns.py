"""An event as one flat row and back: the columns that CSV, GeoPackage and GeoParquet share.

Text, numbers and flags stand in cells of their own, nested fields as JSON. Some columns only repeat, for whoever opens
the table, what a nested field says (`actor1`, `fatalities`, `evidence_exact`); they are written, and when a row comes
back they must still agree with it, so that no edit is lost without a word.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from mapkit.export.found import NoEventError
from mapkit.model import Event

Kind = Literal["text", "whole", "number", "flag", "json"]


class Column(NamedTuple):
    """A column: its name, what its cells hold, and whether it only repeats what other columns say."""

    name: str
    kind: Kind = "text"
    repeats: bool = False


def _columns(names: str, kind: Kind = "text", *, repeats: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, kind, repeats) for name in names.split())


#: All columns, in order.
COLUMNS: tuple[Column, ...] = (
    *_columns("event_id event_date date_start date_end date_text"),
    *_columns("time_precision", "whole"),
    *_columns("disorder_type", repeats=True),
    *_columns("event_type sub_event_type event_status claim_status claimed_by"),
    *_columns("actor1 actor2", repeats=True),
    *_columns("fatalities injuries", "number", repeats=True),
    *_columns("location location_text gazetteer_id feature_code country admin1"),
    *_columns("latitude longitude", "number"),
    *_columns("geo_precision where_prec", "whole"),
    *_columns("coordinate_uncertainty_m", "number"),
    *_columns("georeference_method layer_id front"),
    *_columns("document_id publisher title url published", repeats=True),
    *_columns("evidence_start evidence_end", "whole", repeats=True),
    *_columns("evidence_exact", repeats=True),
    *_columns("confidence_recognition confidence_resolution confidence_coding", "number"),
    *_columns("trigger coder_version created updated supersedes"),
    *_columns("deleted", "flag"),
    *_columns("actors quantities distances candidates evidence sources explanation notes geometry", "json"),
)

#: By name; records hold the three confidences in one field.
_BY_NAME = {column.name: column for column in (*COLUMNS, Column("confidence", "json"))}
_CONFIDENCE = "confidence_"
#: Degrees by which a point may differ from its columns: GIS programs round coordinates to seven decimals.
_MOVED = 1e-6


def to_row(event: Event) -> dict[str, Any]:
    """Return one event as a flat row: a value for every column, None where nothing is stated, nested fields as JSON."""
    record = event.to_dict()
    row = {column.name: record.get(column.name) for column in COLUMNS}
    for kind in ("fatalities", "injuries"):
        row[kind] = figure(record["quantities"], kind)
    if event.sources:
        row.update({key: value for key, value in record["sources"][0].items() if key in row})
    if event.evidence:
        first = event.evidence[0]
        row.update(evidence_start=first.start, evidence_end=first.end, evidence_exact=first.exact)
    row.update({f"{_CONFIDENCE}{key}": value for key, value in record["confidence"].items()})
    for column in COLUMNS:
        if column.kind == "json":
            value = record[column.name]
            row[column.name] = json.dumps(value, ensure_ascii=False) if value else None
    return row


def figure(quantities: list[dict[str, Any]], kind: str) -> float | int | None:
    """Return the best figure of the first quantity of a kind, a whole number as int; None where none is stated."""
    for quantity in quantities:
        if quantity["kind"] == kind:
            values = (quantity[key] for key in ("best", "low", "high"))
            return next((int(v) if v == int(v) else v for v in values if v is not None), None)
    return None


def to_event(row: Mapping[str, Any]) -> Event:
    """Return the event of a flat row as `to_row` gives it, with cells in their types.

    Columns that are missing count as not stated, unknown ones are left alone (a table may have gained some).

    Raises
    ------
    NoEventError
        With one line that names the field: a cell is of the wrong type or outside the vocabulary, or a column that
        only repeats others no longer agrees with them.
    """
    record: dict[str, Any] = {"confidence": {}}
    for column in COLUMNS:
        value = row.get(column.name)
        if value is None:
            continue
        if column.name.startswith(_CONFIDENCE):
            record["confidence"][column.name.removeprefix(_CONFIDENCE)] = _checked(column, value)
        else:
            record[column.name] = value
    return of_record(record)


def of_record(record: Mapping[str, Any]) -> Event:
    """Return the event of a record, with everything that can be wrong with it as one line.

    Raises
    ------
    NoEventError
        Naming the field.
    """
    values = dict(record)
    for name, value in record.items():
        column = _BY_NAME.get(name)
        if column and not column.repeats and value is not None:
            values[name] = _checked(column, value)
    for name in ("event_id", "event_type", "sub_event_type"):
        if not values.get(name):
            raise NoEventError(f"{name} is missing")
    try:
        # Null means "not stated" in every format; fields that are never null then take their default.
        event = Event.from_dict({key: value for key, value in values.items() if value is not None})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoEventError(f"no event record: {' '.join(str(error).split())}") from None
    _check_repeats(event, values)
    if (event.latitude is None) != (event.longitude is None):
        raise NoEventError("latitude and longitude belong together; fill in both or neither")
    if event.latitude is not None and not (-90 <= event.latitude <= 90 and -180 <= (event.longitude or 0.0) <= 180):
        raise NoEventError(f"latitude {event.latitude}, longitude {event.longitude}: no place on Earth, in degrees")
    return event


def moved(event: Event, point: tuple[float, float] | None, *, drawn: tuple[float, float] | None) -> None:
    """Make sure that nobody moved a point on a map without its columns: the move would be lost.

    Parameters
    ----------
    event : Event
        As the columns tell it.
    point : tuple of float or None
        (longitude, latitude) of the geometry beside the columns; None where it is no point.
    drawn : tuple of float or None
        (longitude, latitude) that mapkit would draw for the event; None where it draws no point.

    Raises
    ------
    NoEventError
    """
    if point is None or drawn is None:
        return
    if max(abs(point[0] - drawn[0]), abs(point[1] - drawn[1])) > _MOVED:
        raise NoEventError(
            f"its point is at {point[1]:.6f}, {point[0]:.6f}, but latitude and longitude say {event.latitude}, "
            f"{event.longitude}; change those too"
        )


def _check_repeats(event: Event, record: Mapping[str, Any]) -> None:
    again = to_row(event)
    for column in COLUMNS:
        told = record.get(column.name) if column.repeats else None
        if told is not None and not _same(told, again[column.name]):
            raise NoEventError(
                f"{column.name} says {_shown(told)}, but what it repeats says {_shown(again[column.name])}; "
                "change that, or leave this one empty"
            )


def _checked(column: Column, value: Any) -> Any:
    """Return a cell's value in its type, a whole number that a program wrote as 3.0 included."""
    match column.kind:
        case "json" if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError as error:
                raise NoEventError(f"{column.name} is not JSON: {error}") from None
        case "json" if isinstance(value, (list, dict)):
            return value
        case "text" if isinstance(value, str):
            return value
        case "flag" if value in (0, 1):
            return bool(value)
        case "number" | "whole" if isinstance(value, (int, float)) and not isinstance(value, bool):
            if not math.isfinite(value):
                raise NoEventError(f"{column.name} is {value}: no number")
            if column.kind == "number":
                return value
            if value == int(value):
                return int(value)
    raise NoEventError(f"{column.name} is {_shown(value)}, which is no {column.kind}")


def _same(told: Any, again: Any) -> bool:
    if isinstance(told, (int, float)) and isinstance(again, (int, float)):
        return math.isclose(told, again)
    return bool(told == again)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
