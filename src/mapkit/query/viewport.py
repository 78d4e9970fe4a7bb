"""What the map shows of a box: every event while they are few, else clusters on a grid of 64 pixels."""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import duckdb

from mapkit.errors import FilterError
from mapkit.model import EventType
from mapkit.query.predicate import Condition
from mapkit.query.projection import BITS, CELL_BITS, WORLD, ZOOM_MAX, Box, unproject

#: Up to this many events a box shows each of them.
POINTS_MAX = 1_500
#: Up to this many events at the very same position are sent one by one, for the map to fan out.
STACK_MAX = 8

_TYPE_ORDER = {kind.value: order for order, kind in enumerate(EventType)}
_POINT = (
    "event_id, latitude, longitude, event_type, sub_event_type, claim_status, event_status, location, date_start,"
    " kind, layer_id, coordinate_uncertainty_m, x, y"
)
_POINT_KEYS = (
    "id",
    "lat",
    "lon",
    "type",
    "sub",
    "claim",
    "status",
    "place",
    "date",
    "kind",
    "layer_id",
    "uncertainty_m",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`mode` (points or clusters), `total` events in the box, and the features to draw."""

    mode: str
    total: int
    features: list[dict[str, Any]]


def level(zoom: float) -> int:
    """Return the whole zoom level of a map's zoom.

    Raises
    ------
    FilterError
        Where it is not from 0 to 24.
    """
    if not (math.isfinite(zoom) and 0 <= zoom <= ZOOM_MAX):
        raise FilterError(f"z must be from 0 to {ZOOM_MAX}")
    return int(zoom)


def viewport(cursor: duckdb.DuckDBPyConnection, box: Box, zoom: int, condition: Condition) -> Answer:
    """Return the features of a box.

    The box is grown to whole cells of the cluster grid, so that panning by less than a cell changes nothing and
    markers do not pop up at the rim; `total` counts the box as asked. Longitudes are given in the box's own frame
    (beyond ±180 where it lies there), so that a map draws them where it looks. The order is fixed.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`.
    box : Box
    zoom : int
    condition : Condition

    Returns
    -------
    Answer
        Features are of three kinds:

        - an event: id, lat, lon, type, sub, claim, status, place, date, kind (point, line, area), layer_id,
          uncertainty_m, and `stack: [n, of]` where up to `STACK_MAX` events share the very same position: the n-th
          (from 0) of so many, for the map to fan out around it;
        - a cluster: lat, lon (the mean of its members), count, types {type: n}, bounds [w, s, e, n];
        - a cluster with `same_place: true`: its events share the very same position, so zooming will not part them;
          `EventIndex.at` lists them page by page. It has `place`, the position's name.
    """
    grown = box.snapped(zoom)
    spans = grown.spans()
    within = Condition(
        "y BETWEEN ? AND ? AND (" + " OR ".join("x BETWEEN ? AND ?" for _ in spans) + ")",
        (grown.north, grown.south, *(bound for first, last, _ in spans for bound in (first, last))),
    )
    query = f"SELECT {_POINT} FROM events WHERE {within.sql} AND {condition.sql} LIMIT {POINTS_MAX + 1}"  # noqa: S608
    rows = cursor.execute(query, within.parameters + condition.parameters).fetchall()
    if len(rows) > POINTS_MAX:
        return _clusters(cursor, box, grown, zoom, within & condition)
    total = sum(1 for row in rows if _inside(box, grown, row[-2], row[-1]))
    return Answer("points", total, _points(sorted(rows), grown))


def _points(rows: list[tuple[Any, ...]], grown: Box) -> list[dict[str, Any]]:
    stacks: dict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        stacks[row[-2:]].append(row)
    features: list[dict[str, Any]] = []
    for stack in stacks.values():
        if len(stack) > STACK_MAX:
            features.append(_stack(stack, grown))
            continue
        for nth, row in enumerate(stack):
            point = _point(row, grown)
            if len(stack) > 1:
                point["stack"] = [nth, len(stack)]
            features.append(point)
    return features


def _point(row: tuple[Any, ...], grown: Box) -> dict[str, Any]:
    point = dict(zip(_POINT_KEYS, row, strict=False))
    point["lon"] = round(point["lon"] + 360.0 * _world(grown, row[-2]), 6)
    return point


def _stack(stack: list[tuple[Any, ...]], grown: Box) -> dict[str, Any]:
    first = _point(stack[0], grown)
    types: dict[str, int] = defaultdict(int)
    for row in stack:
        types[row[3]] += 1
    return _same_place(first["lat"], first["lon"], first["place"], dict(types))


def _same_place(latitude: float, longitude: float, place: str | None, types: dict[str, int]) -> dict[str, Any]:
    return {
        "lat": latitude,
        "lon": longitude,
        "count": sum(types.values()),
        "types": _ordered(types),
        "bounds": [longitude, latitude, longitude, latitude],
        "same_place": True,
        "place": place,
    }


def _clusters(cursor: duckdb.DuckDBPyConnection, box: Box, grown: Box, zoom: int, condition: Condition) -> Answer:
    shift = BITS - CELL_BITS - zoom
    # Rows of one cell and type; sums of whole numbers, so the order of adding does not matter.
    query = f"""
        SELECT x >> {shift} AS cell_x, y >> {shift} AS cell_y, event_type, count(*), sum(x)::BIGINT, sum(y)::BIGINT,
            min(x), max(x), min(y), max(y), min(longitude), min(latitude), max(longitude), max(latitude),
            min(event_id), min(location)
        FROM events WHERE {condition.sql} GROUP BY ALL ORDER BY ALL"""  # noqa: S608
    cells: dict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for row in cursor.execute(query, condition.parameters).fetchall():
        cells[row[:2]].append(row[2:])
    total = _exact_total(cursor, box, condition)
    features: list[dict[str, Any]] = []
    single: dict[str, int] = {}
    for parts in cells.values():
        if len(parts) == 1 and parts[0][1] == 1:
            single[parts[0][12]] = len(features)
            features.append({})
        else:
            features.append(_cluster(parts, grown))
    if single:
        query = f"SELECT {_POINT} FROM events WHERE event_id IN (SELECT unnest(?))"  # noqa: S608
        for row in cursor.execute(query, [list(single)]).fetchall():
            features[single[row[0]]] = _point(row, grown)
    return Answer("clusters", total, [feature for feature in features if feature])


def _cluster(parts: list[tuple[Any, ...]], grown: Box) -> dict[str, Any]:
    count = sum(part[1] for part in parts)
    least_x, most_x = min(part[4] for part in parts), max(part[5] for part in parts)
    least_y, most_y = min(part[6] for part in parts), max(part[7] for part in parts)
    turn = 360.0 * _world(grown, least_x)
    west, south = min(part[8] for part in parts), min(part[9] for part in parts)
    east, north = max(part[10] for part in parts), max(part[11] for part in parts)
    types = {part[0]: part[1] for part in parts}
    if (least_x, least_y) == (most_x, most_y):
        place = min((part[13] for part in parts if part[13] is not None), default=None)
        return _same_place(south, round(west + turn, 6), place, types)
    latitude, longitude = unproject(sum(part[2] for part in parts) / count, sum(part[3] for part in parts) / count)
    return {
        "lat": round(latitude, 5),
        "lon": round(longitude + turn, 5),
        "count": count,
        "types": _ordered(types),
        "bounds": [round(west + turn, 5), round(south, 5), round(east + turn, 5), round(north, 5)],
    }


def _exact_total(cursor: duckdb.DuckDBPyConnection, box: Box, condition: Condition) -> int:
    spans = box.spans()
    inside = " OR ".join("x BETWEEN ? AND ?" for _ in spans)
    query = f"SELECT count(*) FROM events WHERE y BETWEEN ? AND ? AND ({inside}) AND {condition.sql}"  # noqa: S608
    bounds = (box.north, box.south, *(bound for first, last, _ in spans for bound in (first, last)))
    row = cursor.execute(query, bounds + condition.parameters).fetchone()
    return int(row[0]) if row else 0


def _inside(box: Box, grown: Box, x: int, y: int) -> bool:
    return box.north <= y <= box.south and box.west <= x + _world(grown, x) * WORLD <= box.east


def _world(grown: Box, x: int) -> int:
    """Return how many worlds to add to x to lie in the box."""
    return next((world for first, last, world in grown.spans() if first <= x <= last), 0)


def _ordered(types: dict[str, int]) -> dict[str, int]:
    return dict(sorted(types.items(), key=lambda item: _TYPE_ORDER.get(item[0], len(_TYPE_ORDER))))
