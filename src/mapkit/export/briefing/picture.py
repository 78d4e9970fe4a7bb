"""The map of a briefing as one SVG: ground from `geo/`, the events' symbols with their numbers, names, a scale bar.

Nothing but shapes and text: no script, no style, nothing that is fetched.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape as from_geojson

from mapkit.export import geojson, ground
from mapkit.export.briefing.frame import HEIGHT, WIDTH, Frame, inside
from mapkit.export.briefing.groups import Group, grouped, numbers_in_words
from mapkit.export.briefing.labels import Label, Labels
from mapkit.export.briefing.markup import Child, Markup, el
from mapkit.languages import gettext as _
from mapkit.languages import ngettext
from mapkit.model import Event
from mapkit.workspace.rows import kind_of

#: The colours of the dashboard's light map.
_WATER, _LAND, _COAST, _RIVER = "#d9e6ec", "#f7f5f1", "#a3bfcd", "#a9c8d8"
_BORDER, _PROVINCE, _INK, _MUTED, _PAPER = "#a79f94", "#ddd6cb", "#23262a", "#7a746b", "#ffffff"
_SYMBOL = 21
_TOWNS_MAX = 26
_DOT = 3
#: Points within which an outline may stray.
_STRAY = 0.5
_BARS_KM = tuple(step * 10**power for power in range(-1, 5) for step in (1, 2, 5))
_BAR_MAX = 160

_Look = dict[str, str | float]


class Picture(NamedTuple):
    """A map, and how many of the events with a place lie outside of it."""

    svg: Markup
    outside: int


def draw(events: Sequence[tuple[int, Event]], frame: Frame) -> Picture:
    """Return the map of numbered events; those without a place are left out, those outside the frame are counted.

    Raises
    ------
    LayerError
        Where a layer in `geo/` is missing or damaged.
    """
    placed = [
        (number, event, frame.at((event.longitude, event.latitude)))
        for number, event in events
        if event.longitude is not None and event.latitude is not None
    ]
    seen = [one for one in placed if inside(one[2])]
    groups = grouped(seen)
    labels = Labels((group.spot for group in groups), _SYMBOL / 2 + 3)
    named = [_named(group, labels) for group in groups]
    svg = el(
        "svg",
        el("rect", width=WIDTH, height=HEIGHT, fill=_WATER),
        _ground(frame),
        # Of the events of one river or region the first draws it.
        [_extent(event, frame) for event in {_shape_of(event): event for _, event, _ in reversed(seen)}.values()],
        _bar(frame),
        _towns(frame, labels, {event.location for _, event, _ in seen}),
        [_symbol(group) for group in groups],
        named,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=ngettext(
            "Map of {n} event; the tables below list the same by their numbers",
            "Map of {n} events; the tables below list the same by their numbers",
            len(seen),
        ).format(n=len(seen)),
        font_family="system-ui, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif",
    )
    return Picture(svg, len(placed) - len(seen))


def swatch(event: Event, size: int) -> Markup:
    """Return an event's symbol as the map draws it, `size` points wide."""
    from mapkit.mapping import symbols

    kind: Any = kind_of(event)
    return Markup(symbols.svg(event.event_type, event.claim_status, size=size, kind=kind))


# The ground.


def _ground(frame: Frame) -> Iterator[Markup | None]:
    for box, turns in frame.parts():
        there = ground.parts(box, frame.degrees * _STRAY)
        seam: _Look = {"stroke": _LAND, "stroke_width": 1}
        yield _path(there["land"], frame, turns, fill=_LAND, fill_rule="evenodd", **seam)
        yield _path(there["provinces"], frame, turns, fill="none", stroke=_PROVINCE, stroke_width=0.8)
        yield _path(there["rivers"], frame, turns, fill="none", stroke=_RIVER, stroke_width=1.1)
        lakes: _Look = {"fill": _WATER, "fill_rule": "evenodd", "stroke": _COAST, "stroke_width": 0.6}
        yield _path(there["lakes"], frame, turns, **lakes)
        yield _path(there["borders"], frame, turns, fill="none", stroke=_BORDER, stroke_width=1)


def _path(shapes: Iterable[Any], frame: Frame, turns: int, **look: str | float) -> Markup | None:
    drawn = "".join(line for shape in shapes if shape is not None for line in _lines(shape, frame, turns))
    return el("path", d=drawn, stroke_linejoin="round", **look) if drawn else None


def _lines(shape: Any, frame: Frame, turns: int) -> Iterator[str]:
    """Yield every ring and line of a geometry as SVG path data, in tenths of a point."""
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _lines(part, frame, turns)
    elif shape.geom_type == "Polygon":
        for ring in (shape.exterior, *shape.interiors):
            yield from _lines(ring, frame, turns)
    elif shape.geom_type in {"LineString", "LinearRing"} and not shape.is_empty:
        points = np.round(frame.line(shapely.get_coordinates(shape), turns), 1)
        kept = points[np.r_[True, np.diff(points, axis=0).any(axis=1)]]
        if len(kept) > 1:
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in kept)


def _shape_of(event: Event) -> str:
    return event.event_id if event.geometry else event.layer_id or ""


def _extent(event: Event, frame: Frame) -> Iterator[Markup | None]:
    """Draw the river, line or region that an event's place is: its symbol marks a name, not a spot."""
    from mapkit.mapping import symbols

    kind = kind_of(event)
    told = geojson.geometry(event) if kind != "point" else None
    if told is None:
        return
    form = shapely.simplify(from_geojson(told), frame.degrees * _STRAY)
    tone = symbols.colour(event.event_type)
    look: _Look = {"fill": "none", "stroke": tone, "stroke_opacity": 0.55, "stroke_width": 2}
    if kind == "area":
        look |= {"fill": tone, "fill_opacity": 0.07, "fill_rule": "evenodd", "stroke_width": 1.2}
    for box, turns in frame.parts():
        yield _path([shapely.clip_by_rect(form, *box)], frame, turns, **look)


# The events.


def _symbol(group: Group) -> Markup:
    from mapkit.mapping import symbols

    x, y = group.spot
    if len(group.events) == 1:
        event = group.events[0][1]
        corner = f'<svg x="{x - _SYMBOL / 2:.1f}" y="{y - _SYMBOL / 2:.1f}"'
        return Markup(re.sub("^<svg", corner, swatch(event, _SYMBOL)))
    radius = 10 + min(6.0, len(group.events) ** 0.5)
    # A ring of the types' shares around the count; a path length of 100 makes the shares per cent.
    ring, start = [], 0.0
    for kind, share in group.shares():
        look = {"stroke": symbols.colour(kind), "stroke_dasharray": f"{share:.2f} {100 - share:.2f}"}
        ring.append(
            el("circle", cx=x, cy=y, r=radius, fill="none", stroke_width=4, pathLength=100,
               stroke_dashoffset=-start, **look)
        )  # fmt: skip
        start += share
    count = el("text", str(len(group.events)), x=x, y=y + 4.3, text_anchor="middle", font_size=12, font_weight=700,
               fill=_INK)  # fmt: skip
    return el("g", el("circle", cx=x, cy=y, r=radius + 3, fill=_PAPER), ring, count)


def _named(group: Group, labels: Labels) -> Markup | None:
    """Write a group's numbers and its place beside it, where there is room for both, else the numbers alone."""
    numbers = numbers_in_words([number for number, _ in group.events])
    place = group.place()
    reach = _SYMBOL / 2 + (3 if len(group.events) == 1 else 8)
    for words in ([f"{numbers}  {place}"] if place else []) + [numbers]:
        label = labels.place(group.spot, words, 12.5, reach)
        if label:
            return _text(label, [el("tspan", numbers, font_weight=700), words.removeprefix(numbers)], 12.5, _INK)
    return None


def _text(label: Label, words: Child, size: float, tone: str) -> Markup:
    left, top, right, bottom = label.box
    # A box, as an outline around the letters would be the same words once more in a PDF.
    paper = el("rect", x=left, y=top, width=right - left, height=bottom - top, rx=3, fill=_LAND, fill_opacity=0.72)
    return el("g", paper, el("text", words, x=label.x, y=label.y, text_anchor=label.anchor, font_size=size, fill=tone))


def _towns(frame: Frame, labels: Labels, taken: set[str | None]) -> Iterator[Markup]:
    """Name the best known towns that fit, for orientation; a place of an event is named by its event."""
    written = 0
    for box, _turns in frame.parts(pad=0):
        for name, longitude, latitude in ground.towns(box):
            spot = frame.at((longitude, latitude))
            if written == _TOWNS_MAX or name in taken or not inside(spot) or not labels.dot(spot, _DOT):
                continue
            label = labels.place(spot, name, 11, _DOT + 1)
            if label:
                written += 1
                yield el("g", el("circle", cx=spot[0], cy=spot[1], r=1.8, fill=_MUTED), _text(label, name, 11, _MUTED))


def _bar(frame: Frame) -> Markup:
    """Draw the longest round number of kilometres that fits; true in the picture's middle."""
    km = max((one for one in _BARS_KM if one / frame.km <= _BAR_MAX), default=_BARS_KM[0])
    left, base, long = 18, HEIGHT - 18, km / frame.km
    line = f"M{left} {base - 6}V{base}H{left + long:.1f}V{base - 6}"
    return el(
        "g",
        el("rect", x=left - 8, y=base - 26, width=long + 16, height=34, rx=4, fill=_PAPER, fill_opacity=0.8),
        el("path", d=line, fill="none", stroke=_INK, stroke_width=1.4),
        el(
            "text",
            _("{n} km").format(n=f"{km:g}"),
            x=left + long / 2,
            y=base - 8,
            text_anchor="middle",
            font_size=11,
            fill=_INK,
        ),
    )
