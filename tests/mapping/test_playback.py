"""A period that plays, in Chromium: what the map draws of events that it has at hand as columns of numbers."""

import json
import struct

import numpy as np
import pytest
from playwright.sync_api import Error

from mapkit.mapping import symbols
from mapkit.model import ClaimStatus, EventType
from mapkit.query.projection import project

pytestmark = pytest.mark.browser

TYPES = [kind.value for kind in EventType]
CLAIMS = [status.value for status in ClaimStatus]
MANY = 2_000


def film(rows, longer=()):
    """The bytes of events (latitude, longitude, day, type, claim), and of longer ones, which have a last day too."""
    head = {"count": len(rows) + len(longer), "single": len(rows), "types": TYPES, "claims": CLAIMS}
    packed = json.dumps(head | {"kinds": ["point", "line", "area"]}).encode()
    packed += b" " * (-len(packed) % 4)
    rows = [*sorted(rows, key=lambda row: row[2]), *longer]
    x, y = project(*(np.array([row[place] for row in rows], dtype=float) for place in (0, 1)))
    columns = [x.astype("<u4"), y.astype("<u4"), np.array([row[2] for row in rows], "<i4")]
    columns.append(np.array([row[5] for row in longer], "<i4"))
    columns.append(np.array([TYPES.index(row[3]) for row in rows], "u1"))
    columns.append(np.array([CLAIMS.index(row[4]) for row in rows], "u1"))
    return struct.pack("<I", len(packed)) + packed + b"".join(column.tobytes() for column in columns)


class Player:
    """The map of a chart, with a film of the test's own."""

    def __init__(self, chart, content):
        self.chart = chart
        chart.tab.route("**/api/playback*", lambda route: route.fulfill(body=content))

    def begin(self):
        return self.chart.run("() => L.mapkit.current.playback.begin('', () => {})")

    def show(self, first, last):
        self.chart.run("days => L.mapkit.current.playback.show(days)", [first, last])

    def end(self):
        self.chart.run("() => L.mapkit.current.playback.end('')")
        self.chart.rest()

    def dots(self, *places):
        """The colours of the dots' canvas at places."""
        return self.chart.run(
            """places => { const { map, playback: { layer } } = L.mapkit.current;
            return places.map(place => { const at = map.latLngToLayerPoint(place).subtract(layer._bounds.min);
            return [...layer._context.getImageData(Math.round(at.x), Math.round(at.y), 1, 1).data]; }); }""",
            list(places),
        )


def rgba(kind, theme="light"):
    colour = symbols.colour(kind, theme)
    return [*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), 255]


def crowd(latitude, longitude, day, kind="Riots", claim="reported", count=MANY):
    return [(latitude, longitude, day, kind, claim)] * count


EMPTY = [0, 0, 0, 0]


def test_few_events_are_the_symbols_they_always_are_and_nothing_of_them_can_be_pointed_at(chart):
    chart.open(lat=48.6, lon=37.4, z=8)
    before = chart.shown()
    longer = [(48.9, 37.0, 5, "Riots", "claimed", 9)]
    player = Player(chart, film([(48.3, 37.0, 3, "Battles", "reported"), (48.3, 38.0, 7, "Battles", "denied")], longer))
    assert player.begin() == [3, 5, 7]
    drawn = "L.mapkit.current.events.items.map(e => [e.feature.type, e.feature.claim])"
    for days, wanted in (
        ((3, 3), [["Battles", "reported"]]),
        ((4, 4), []),
        ((7, 7), [["Battles", "denied"], ["Riots", "claimed"]]),
        ((9, 12), [["Riots", "claimed"]]),
    ):
        player.show(*days)
        assert sorted(chart.run(drawn)) == wanted
    x, y = chart.run("() => { const p = L.mapkit.current.map.latLngToContainerPoint([48.9, 37]); return [p.x, p.y]; }")
    chart.tab.mouse.click(x, y)
    assert chart.run("L.mapkit.current.selected") is None
    asked = len([line for line in chart.site.asked if line.startswith("/api/events")])
    chart.run("L.mapkit.current.map.panBy([40, 0], { animate: false })")
    chart.rest()
    assert len([line for line in chart.site.asked if line.startswith("/api/events")]) == asked
    player.end()
    assert before <= chart.shown()


def test_many_are_dots_of_the_type_and_claim_that_most_have(chart):
    chart.open(lat=48.6, lon=37.4, z=8)
    rows = [
        *crowd(48.3, 37.0, 3), *crowd(48.3, 37.0, 3, "Battles", count=MANY - 1), *crowd(48.9, 37.0, 3, claim="claimed"),
        *crowd(48.3, 38.0, 4),
    ]  # fmt: skip
    player = Player(chart, film(rows))
    player.begin()
    places = [(48.3, 37.0), (48.9, 37.0), (48.3, 38.0)]
    player.show(3, 3)
    assert player.dots(*places) == [rgba(EventType.RIOTS), [255, 255, 255, 255], EMPTY]
    # What slides is what a fresh start would draw.
    player.show(4, 4)
    assert player.dots(*places) == [EMPTY, EMPTY, rgba(EventType.RIOTS)]
    player.show(3, 4)
    player.show(2, 3)
    assert player.dots(*places) == [rgba(EventType.RIOTS), [255, 255, 255, 255], EMPTY]
    chart.run("L.mapkit.current.theme.set('dark')")
    assert player.dots(places[0]) == [rgba(EventType.RIOTS, "dark")]
    # The map moves and zooms while it plays.
    chart.run("L.mapkit.current.map.setView([48.5, 37.3], 9, { animate: false })")
    assert player.dots(places[0]) == [rgba(EventType.RIOTS, "dark")]
    player.end()
    assert chart.run("L.mapkit.current.map.hasLayer(L.mapkit.current.playback.layer)") is False


@pytest.mark.parametrize("middle", [180, -180, 540])
def test_across_the_antimeridian_each_event_is_drawn_once_where_one_looks(chart, middle):
    chart.open(lat=-18, lon=180, z=6)
    chart.run("lng => L.mapkit.current.map.setView([-18, lng], 6, { animate: false })", middle)
    player = Player(chart, film([*crowd(-18.1, 178.4, 1), *crowd(-18.1, -178.4, 1, "Battles")]))
    player.begin()
    player.show(1, 1)
    colours = [rgba(EventType.RIOTS), rgba(EventType.BATTLES)]
    assert player.dots((-18.1, middle - 1.6), (-18.1, middle + 1.6)) == colours
    player.end()


def test_another_begin_and_the_end_abort_what_is_under_way(chart):
    chart.open(lat=48.6, lon=37.4, z=8)
    chart.tab.route("**/api/playback*", lambda _: None)  # no answer ever
    for then in ("begin('type=Riots', () => {})", "end('')"):
        with pytest.raises(Error, match="AbortError"):
            chart.run(
                "() => { const { playback } = L.mapkit.current; const first = playback.begin('', () => {});"
                f" Promise.resolve(playback.{then}).catch(() => {{}}); return first; }}"
            )
    chart.run("L.mapkit.current.playback.end('')")
