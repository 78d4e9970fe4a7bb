"""What the map shows of a box: every event while they are few, else clusters on a grid of 64 pixels."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from mapkit.errors import FilterError
from mapkit.query.predicate import Condition
from mapkit.query.projection import BITS, CELL_BITS, ZOOM_MAX, Box, unproject

#: Up to this many events a box shows each of them.
POINTS_MAX = 1_500
#: Where more cells than this have events, as on a large screen, they are taken four by four.
CELLS_MAX = 1_200
#: Up to this many events at the very same position are sent one by one, for the map to fan out.
STACK_MAX = 8
#: Room for 32 event types beside a cell's number.
_TYPE_BITS = 5
_TYPE_MASK = (1 << _TYPE_BITS) - 1
#: Five decimals of a degree, a metre.
_ROUND = 100_000
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


def viewport(
    cursor: duckdb.DuckDBPyConnection,
    box: Box,
    zoom: int,
    condition: Condition,
    types: Sequence[str],
    coarser: int = 0,
) -> Answer:
    """Return the features of a box.

    The box is grown to whole cells of the cluster grid, so that panning by less than a cell changes nothing and
    markers do not pop up at the rim; `total` counts the box as asked. Longitudes are given in the box's own frame
    (beyond ±180 where it lies there), so that a map draws them where it looks. The order is fixed.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        With the table `events`, inside a transaction.
    box : Box
    zoom : int
    condition : Condition
    types : sequence of str
        The event types by their code, in the order in which a cluster tells them.
    coarser : int
        For an answer that would be too long: above 0 no box shows each event, and from 2 on the cells are twice as
        wide, four times, and so on.

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
    zoom = max(zoom - max(coarser - 1, 0), 0)
    grown = box.snapped(zoom)
    wanted = within(grown) & condition
    cells = _cells(cursor, zoom, within(box), wanted)
    total = sum(part.inside for parts in cells.values() for part in parts)
    if not coarser and sum(part.events for parts in cells.values() for part in parts) <= POINTS_MAX:
        query = f"SELECT {_POINT} FROM events WHERE {wanted.sql}"  # noqa: S608
        rows = cursor.execute(query, wanted.parameters).fetchall()
        return Answer("points", total, _points(sorted(rows), grown, types))
    if len(cells) > CELLS_MAX and zoom:
        return viewport(cursor, box, zoom - 1, condition, types, coarser=1)
    return Answer("clusters", total, _clusters(cursor, cells, grown, types))


class _Part(NamedTuple):
    """The events of one type in one cell of the grid; positions in units of the map."""

    code: int
    events: int
    inside: int
    sum_x: int
    sum_y: int
    min_x: int
    max_x: int
    min_y: int
    max_y: int
    row: int


_Cells = dict[int, list[_Part]]


def _cells(cursor: duckdb.DuckDBPyConnection, zoom: int, inside: Condition, condition: Condition) -> _Cells:
    """Return the parts of each cell that has events, by the cell's place on the Z-order curve."""
    # One small whole number to group by is thrice as quick as several columns; sums of whole numbers are the same
    # in whatever order the threads add them.
    shift = 2 * (BITS - CELL_BITS - zoom)
    kind = "INTEGER" if 2 * (zoom + CELL_BITS) + _TYPE_BITS < 31 else "BIGINT"
    query = f"""
        SELECT (((curve >> {shift}) << {_TYPE_BITS}) | least(type_code, {_TYPE_MASK}))::{kind} AS part, count(*),
            count(*) FILTER (WHERE {inside.sql}), sum(x)::BIGINT, sum(y)::BIGINT, min(x), max(x), min(y), max(y),
            min(rowid)
        FROM events WHERE {condition.sql} GROUP BY part ORDER BY part"""  # noqa: S608
    cells: _Cells = defaultdict(list)
    for part, *numbers in cursor.execute(query, inside.parameters + condition.parameters).fetchall():
        cells[part >> _TYPE_BITS].append(_Part(part & _TYPE_MASK, *numbers))
    return cells


def _clusters(
    cursor: duckdb.DuckDBPyConnection, cells: _Cells, grown: Box, types: Sequence[str]
) -> list[dict[str, Any]]:
    features = [_cluster(parts, grown, types) for parts in cells.values()]
    # Lone events are shown as such, and a stack tells its place's name: both need a row.
    rows = {parts[0].row: n for n, (parts, feature) in enumerate(zip(cells.values(), features, strict=True))
            if feature["count"] == 1 or "same_place" in feature}  # fmt: skip
    query = f"SELECT rowid, {_POINT} FROM events WHERE rowid IN (SELECT unnest(?))"  # noqa: S608
    for row, *values in cursor.execute(query, [list(rows)]).fetchall() if rows else ():
        point = _point(values, grown)
        if features[rows[row]]["count"] == 1:
            features[rows[row]] = point
        else:
            features[rows[row]] |= {name: point[name] for name in ("lat", "lon", "place")}
            features[rows[row]]["bounds"] = [point["lon"], point["lat"]] * 2
    return features


def _cluster(parts: list[_Part], grown: Box, types: Sequence[str]) -> dict[str, Any]:
    count = sum(part.events for part in parts)
    low = min(part.min_x for part in parts), min(part.min_y for part in parts)
    high = max(part.max_x for part in parts), max(part.max_y for part in parts)
    turn = 360.0 * _world(grown, low[0])
    latitude, longitude = unproject(
        sum(part.sum_x for part in parts) / count, sum(part.sum_y for part in parts) / count
    )
    # Outwards, so that the bounds hold every member.
    (north, west), (south, east) = unproject(*low), unproject(high[0] + 1, high[1] + 1)
    west, south = (math.floor(value * _ROUND) / _ROUND for value in (west, south))
    east, north = (math.ceil(value * _ROUND) / _ROUND for value in (east, north))
    cluster = {
        "lat": round(latitude, 5),
        "lon": round(longitude + turn, 5),
        "count": count,
        "types": {types[part.code]: part.events for part in parts},
        "bounds": [round(west + turn, 5), south, round(east + turn, 5), north],
    }
    if low == high and count > 1:
        cluster["same_place"] = True
    return cluster


def _points(rows: list[tuple[Any, ...]], grown: Box, types: Sequence[str]) -> list[dict[str, Any]]:
    stacks: dict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        stacks[row[-2:]].append(row)
    features: list[dict[str, Any]] = []
    for stack in stacks.values():
        if len(stack) > STACK_MAX:
            features.append(_stack(stack, grown, types))
            continue
        for nth, row in enumerate(stack):
            point = _point(row, grown)
            if len(stack) > 1:
                point["stack"] = [nth, len(stack)]
            features.append(point)
    return features


def _stack(stack: list[tuple[Any, ...]], grown: Box, types: Sequence[str]) -> dict[str, Any]:
    point = _point(stack[0], grown)
    counts = Counter(row[3] for row in stack)
    return {
        "lat": point["lat"],
        "lon": point["lon"],
        "count": len(stack),
        "types": {name: counts[name] for name in types if name in counts},
        "bounds": [point["lon"], point["lat"]] * 2,
        "same_place": True,
        "place": point["place"],
    }


def _point(row: Sequence[Any], grown: Box) -> dict[str, Any]:
    point = dict(zip(_POINT_KEYS, row, strict=False))
    point["lon"] = round(point["lon"] + 360.0 * _world(grown, row[-2]), 6)
    return point


def within(box: Box) -> Condition:
    """Return the condition that an event lies in a box."""
    spans = box.spans()
    sides = " OR ".join("x BETWEEN ? AND ?" for _ in spans)
    bounds = (bound for first, last, _ in spans for bound in (first, last))
    return Condition(f"y BETWEEN ? AND ? AND ({sides})", (box.north, box.south, *bounds))


def _world(grown: Box, x: int) -> int:
    """Return how many worlds to add to x to lie in the box."""
    return next((world for first, last, world in grown.spans() if first <= x <= last), 0)
