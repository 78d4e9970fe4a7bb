"""The map in Chromium, with every host but this machine's own cut off; `chart` fails on any stray request or error."""

import math
import re

import pytest

from mapkit import measure
from mapkit.mapping import symbols
from mapkit.model import EventType

pytestmark = pytest.mark.browser

NEAR = {"lat": 48.6, "lon": 37.4, "z": 8}
WIDE = {"lat": 50, "lon": 37, "z": 6}


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_the_basemap_names_and_events_are_drawn(chart):
    chart.world = True
    chart.open(**WIDE)
    paths = [line.split("?")[0] for line in chart.site.asked]
    assert {"/geo/land.json", "/geo/countries.json", "/geo/rivers.json", "/api/events", "/api/places"} <= set(paths)
    colours = chart.run(
        "() => { const l = L.mapkit.current.basemap.layer; const d = l._context.getImageData(0, 0, 900, 700).data;"
        " const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]);"
        " return [...seen]; }"
    )
    for name in ("--mk-land", "--mk-water"):
        value = chart.run("name => L.mapkit.current.theme.get(name)", name)
        assert ",".join(map(str, rgb(value))) in colours
    assert chart.site.ids["bridge"] in chart.shown()


def test_without_a_view_the_map_shows_every_event(chart):
    chart.open()
    bounds = chart.run("() => { const b = L.mapkit.current.map.getBounds(); return [b.getSouth(), b.getNorth()]; }")
    assert bounds[0] < 48.282
    assert bounds[1] > 51.42
    assert chart.run("L.mapkit.current.map.getZoom()") >= 5


def test_reported_is_solid_and_claimed_is_hollow(chart):
    chart.open(**NEAR)
    assert chart.pixel("evacuation")[:3] == rgb(symbols.colour(EventType.HUMANITARIAN))
    assert chart.pixel("clash")[:3] == rgb(symbols.PAPER["light"])


def test_events_at_one_place_stand_side_by_side_or_in_a_list(chart):
    chart.open(**NEAR)
    one, two = chart.spot("clash"), chart.spot("evacuation")
    assert math.dist(one, two) >= 16
    disc = chart.run(
        "() => { const c = L.mapkit.current, e = c.events.items.find(e => e.group && e.group.count === 12);"
        " const p = c.map.layerPointToContainerPoint([e.x, e.y]); return [p.x, p.y]; }"
    )
    chart.tab.mouse.click(*disc)
    chart.rest()
    assert chart.tab.locator(".mapkit-list button").count() == 12
    chart.tab.locator(".mapkit-list button").nth(3).click()
    chart.tab.locator(".mapkit-popup .mapkit-quote").wait_for()
    assert re.fullmatch(r"Clash \d+\.", chart.tab.locator(".mapkit-popup .mapkit-quote").inner_text())


def test_a_click_tells_what_where_when_who_says_so_and_the_exact_sentence(chart):
    chart.open(**NEAR)
    chart.run("window.told = []; document.addEventListener('mapkit:select', e => told.push(e.detail))")
    chart.click("clash")
    card = chart.tab.locator(".mapkit-popup .mapkit-card")
    assert card.get_attribute("data-event") == chart.site.ids["clash"]
    assert card.locator("strong").first.inner_text() == "Armed clash"
    words = card.inner_text()
    for part in ("Pokrovsk", "Not stated", "claimed by the general staff", "The Daily Test"):
        assert part in words
    assert card.locator(".mapkit-quote").inner_text() == "Troops are about 10 km from the outskirts of Pokrovsk."
    (told,) = chart.run("told")
    assert told["event_id"] == chart.site.ids["clash"]
    assert told["n"] == 1
    assert told["view"]["zoom"] == 8


def test_hostile_text_is_shown_as_text(chart):
    chart.open(**WIDE)
    chart.click("hostile")
    assert chart.site.hostile in chart.tab.locator(".mapkit-popup .mapkit-quote").inner_text()
    assert chart.tab.locator(".mapkit-popup img").count() == 0
    x, y = chart.spot("hostile")
    chart.tab.keyboard.press("Escape")
    chart.tab.mouse.move(x + 1, y)
    assert chart.site.hostile.replace("  ", " ") in chart.tab.locator(".mapkit-tooltip").inner_text()


def test_a_stated_distance_is_drawn_and_said_to_be_stated(chart):
    chart.open(**WIDE)
    assert chart.notes() == []
    chart.click("clash")
    assert "≈ 10 km from Pokrovsk’s outskirts: stated" in chart.notes()
    radius = chart.run(
        "() => { const c = L.mapkit.current, ring = c.annotations.drawn.find(d => d.style === 'stated');"
        " return ring.points.map(p => L.mapkit.geodesy.inverse({lat: 48.282, lng: 37.181}, p).metres); }"
    )
    assert all(abs(metres - 10_000) < 50 for metres in radius)


#: The boxes of the notes that cover a symbol, another note, or the edge of the view.
_IN_THE_WAY = """() => { const { annotations, map } = L.mapkit.current, { boxes } = annotations.notes;
const { min, max } = map.getPixelBounds(), origin = map.getPixelOrigin();
const meet = (a, b) => a !== b && a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
return boxes.filter(box => [...L.mapkit.current.obstacles(), ...boxes].some(other => meet(box, other))
|| box[0] < min.x - origin.x || box[1] < min.y - origin.y
|| box[2] > max.x - origin.x || box[3] > max.y - origin.y); }"""


def test_words_cover_no_symbol_and_stay_in_view(chart):
    chart.tab.set_viewport_size({"width": 390, "height": 600})
    chart.open(lat=49.0, lon=37.0, z=6)
    chart.click("clash")
    chart.tab.locator(".leaflet-popup-close-button").click()
    chart.rest()
    assert "≈ 10 km from Pokrovsk’s outskirts: stated" in chart.notes()
    assert chart.run(_IN_THE_WAY) == []


def test_all_stated_distances_are_drawn_when_zoomed_in_or_asked_for(chart):
    chart.open(**WIDE)
    chart.tab.get_by_role("button", name="Layers").click()
    box = chart.tab.get_by_label("All stated distances")
    assert not box.is_checked()
    box.check()
    chart.rest()
    assert chart.run("L.mapkit.current.annotations.drawn.map(d => d.style)") == ["stated-faint"]
    box.uncheck()
    chart.rest()
    assert chart.run("L.mapkit.current.annotations.drawn.length") == 0


def test_two_events_show_their_geodesic_with_km_miles_and_bearing(chart):
    chart.open(**WIDE)
    chart.click("evacuation")
    chart.tab.locator(".leaflet-popup-close-button").click()
    chart.click("bridge", shift=True)
    ends = (48.282, 37.181, 51.42, 34.6)
    km, bearing = measure.distance_km(*ends), measure.bearing_deg(*ends)
    expected = f"{km:.0f} km · {measure.miles(km):.0f} mi · {bearing:03.0f}° {measure.compass(bearing)}"
    assert chart.notes() == [expected]
    assert chart.run("[L.mapkit.current.selected, L.mapkit.current.second]") == [
        chart.site.ids["evacuation"],
        chart.site.ids["bridge"],
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((0, 0), (0, 90)),
        ((50.45, 30.52), (40.71, -74.0)),
        ((-33.9, 151.2), (-34.6, -58.4)),
        ((10, 179.5), (10, -179.5)),
    ],
)
def test_lengths_in_the_browser_agree_with_those_of_python(chart, one, two):
    chart.open(**WIDE)
    found = chart.run("([a, b, c, d]) => L.mapkit.geodesy.inverse({lat: a, lng: b}, {lat: c, lng: d})", [*one, *two])
    assert found["metres"] == pytest.approx(measure.distance_km(*one, *two) * 1000, rel=1e-8)
    assert found["bearing"] == pytest.approx(measure.bearing_deg(*one, *two), abs=1e-5)


def test_a_place_that_is_a_line_is_drawn_as_its_line(chart):
    chart.open(lat=51.5, lon=35, z=8)
    chart.click("bridge")
    strong = chart.run("L.mapkit.current.shapes.strong.map(s => [s.id, s.shape.closed])")
    assert strong == [["rivers/seym", False]]
    assert "Somewhere along it" in chart.tab.locator(".mapkit-popup").inner_text()


def test_what_has_not_happened_is_hidden_or_pale_and_said_so(chart):
    assert chart.open(**WIDE).spot("planned") is None
    chart.open(**WIDE, filters="status=any")
    assert chart.pixel("planned")[3] < 255
    assert chart.pixel("bridge")[3] == 255
    chart.click("planned")
    assert "expected: has not happened" in chart.tab.locator(".mapkit-popup").inner_text()


def test_a_filter_changes_the_events_and_keeps_the_view_and_the_map(chart):
    chart.open(**NEAR)
    before = chart.shown()
    view = chart.run("(window.kept = L.mapkit.current.map) && [kept.getCenter().lat, kept.getZoom()]")
    chart.run(
        "() => { const { map } = L.mapkit.current; const old = L.mapkit.current.handle;"
        " map.removeLayer(old); L.mapkit.eventLayer({ query: 'type=Humanitarian', selected: null, second: null,"
        " theme: null, distances: null }).addTo(map); }"
    )
    chart.rest()
    assert chart.shown() == {chart.site.ids["evacuation"]}
    assert len(before) > 1
    assert chart.run("[kept.getCenter().lat, kept.getZoom()]") == view


def test_filters_are_tried_out_until_the_page_takes_them_or_others(chart):
    def page_says(query):
        chart.run(
            "query => { const c = L.mapkit.current; const layer = L.mapkit.eventLayer("
            "{ query, selected: null, second: null, theme: null, distances: null });"
            " c.map.removeLayer(c.handle); layer.addTo(c.map); }",
            query,
        )
        chart.rest()

    chart.open(**WIDE)
    everything = chart.shown()
    evacuation, bridge = ({chart.site.ids[name]} for name in ("evacuation", "bridge"))
    chart.run("L.mapkit.current.tryOut('type=Humanitarian')")
    chart.rest()
    assert chart.shown() == evacuation
    page_says("")  # the same as before: nothing new
    assert chart.shown() == evacuation
    chart.run("L.mapkit.current.tryOut(null)")
    chart.rest()
    assert chart.shown() == everything
    chart.run("L.mapkit.current.tryOut('type=Humanitarian')")
    chart.run("() => { L.mapkit.current.triedAt = Date.now() + 60_000; }")
    page_says("type=Riots")  # an answer to what was tried before
    assert chart.shown() == evacuation
    page_says("type=Humanitarian")
    assert chart.shown() == evacuation
    page_says("type=Strategic developments")
    assert chart.shown() == bridge
    chart.run("L.mapkit.current.tryOut('type=Humanitarian')")
    page_says("type=Riots")  # and nothing newer comes
    chart.tab.wait_for_timeout(1_700)
    chart.rest()
    assert chart.shown() == {chart.site.ids["hostile"]}


def test_what_is_known_is_not_asked_for_again(chart):
    def asked():
        return sum(line.startswith("/api/events?") for line in chart.site.asked)

    chart.open(**NEAR)
    before = asked()
    chart.run("L.mapkit.current.map.panBy([60, 40], { animate: false })")
    chart.rest()
    chart.run("L.mapkit.current.map.zoomIn(1, { animate: false })")
    chart.rest()
    assert asked() == before
    assert chart.site.ids["clash"] in chart.shown()
    chart.run("L.mapkit.current.map.panBy([2500, 0], { animate: false })")
    chart.rest()
    assert asked() == before + 1


def test_taking_the_layer_away_takes_its_events_away(chart):
    chart.open(**NEAR)
    chart.run("L.mapkit.current.map.removeLayer(L.mapkit.current.handle)")
    chart.tab.wait_for_timeout(60)
    assert chart.shown() == set()


def test_a_late_echo_of_an_earlier_click_does_not_undo_a_later_one(chart):
    chart.open(**WIDE)
    chart.click("bridge")
    chart.click("hostile")
    update = "config => L.mapkit.current.update({ query: '', second: null, theme: null, distances: null, ...config })"
    chart.run(update, {"selected": chart.site.ids["bridge"]})
    assert chart.run("L.mapkit.current.selected") == chart.site.ids["hostile"]
    chart.run(update, {"selected": chart.site.ids["evacuation"]})
    assert chart.run("L.mapkit.current.selected") == chart.site.ids["evacuation"]


def test_a_selection_from_the_page_is_shown_and_brought_into_view(chart):
    chart.open(lat=30, lon=10, z=7)
    chart.run(
        "id => L.mapkit.current.update({ query: '', selected: id, second: null, theme: null, distances: null })",
        chart.site.ids["bridge"],
    )
    chart.tab.wait_for_timeout(700)
    chart.rest()
    x, y = chart.spot("bridge")
    assert 0 < x < 1100
    assert 0 < y < 760


def test_the_theme_changes_live(chart):
    chart.open(**NEAR)
    chart.run("L.mapkit.current.theme.set('dark')")
    chart.rest()
    assert chart.pixel("evacuation")[:3] == rgb(symbols.colour(EventType.HUMANITARIAN, "dark"))
    assert chart.tab.locator(".mapkit").get_attribute("data-mapkit-theme") == "dark"


def test_the_measuring_tool_measures_geodesics(chart):
    chart.open(**WIDE)
    chart.tab.get_by_role("button", name="Measure").click()
    for x in (300, 500, 700):
        chart.tab.mouse.click(x, 300)
        chart.tab.wait_for_timeout(350)
    ends = chart.run(
        "[300, 500, 700].map(x => { const p = L.mapkit.current.map.containerPointToLatLng([x, 300]);"
        " return [p.lat, p.lng]; })"
    )
    total = measure.distance_km(*ends[0], *ends[1]) + measure.distance_km(*ends[1], *ends[2])
    assert f"Total {total:.0f} km · {measure.miles(total):.0f} mi" in chart.notes()
    assert chart.run("L.mapkit.current.selected") is None
    chart.tab.locator(".leaflet-container").focus()
    chart.tab.keyboard.press("Escape")
    assert chart.notes() == []


def test_the_map_begins_with_the_switches_and_the_ruler_of_an_address(chart):
    chart.open(**WIDE, show=["fronts", "distances"], hide=["names", "shapes"], ruler=["48.0,37.0", "49.0,37.0"])
    km = measure.distance_km(48, 37, 49, 37)
    assert any(note.startswith(f"{km:.0f} km") for note in chart.notes())
    chart.tab.get_by_role("button", name="Layers").click()
    for label, on in (
        ("Place names", False), ("Lines and areas of events", False), ("All stated distances", True), ("Fronts", True)
    ):  # fmt: skip
        assert chart.tab.get_by_label(label).is_checked() == on
    shown = "(() => { const c = L.mapkit.current; return [c.labels.shown, c.shapes.shown, c.shapes.frontsShown]; })()"
    assert chart.run(shown) == [False, False, True]
    written = "(() => { const p = new URLSearchParams('a=1'); L.mapkit.current.switches.write(p); return `${p}`; })()"
    assert chart.run(written) == (
        "a=1&hide=names&hide=shapes&show=distances&show=fronts&ruler=48.0000%2C37.0000&ruler=49.0000%2C37.0000"
    )


def test_the_keyboard_moves_zooms_and_steps_through_the_events(chart):
    chart.open(**WIDE)
    chart.tab.locator(".leaflet-container").focus()
    chart.tab.keyboard.press("n")
    assert chart.tab.locator(".mapkit-speech").inner_text().startswith("Looting/property destruction, Seym River")
    chart.tab.keyboard.press("Enter")
    chart.tab.locator(".mapkit-popup .mapkit-card").wait_for()
    assert chart.run("L.mapkit.current.selected") == chart.site.ids["bridge"]
    chart.tab.locator(".leaflet-container").focus()
    chart.tab.keyboard.press("Escape")
    assert chart.run("L.mapkit.current.selected") is None
    chart.tab.keyboard.press("+")
    chart.tab.wait_for_timeout(500)
    assert chart.run("L.mapkit.current.map.getZoom()") == 7


def said(chart):
    return chart.tab.locator(".mapkit-speech").inner_text()


def test_the_keyboard_reaches_every_symbol_and_disc_and_says_what_it_is(chart):
    chart.open(**WIDE)
    chart.tab.locator(".leaflet-container").focus()
    heard = []
    for _ in range(len(chart.run("L.mapkit.current.walk.stops()"))):
        chart.tab.keyboard.press("n")
        heard.append(said(chart))
    assert any("Armed clash, Pokrovsk, date not stated, claimed" in one for one in heard)
    assert any("Seym River, somewhere along it" in one for one in heard)
    disc = next(one for one in heard if "events together" in one)
    assert disc.startswith("12 events together: Battles 12")
    assert heard[0].endswith(f"1 of {len(heard)}")
    chart.tab.keyboard.press("n")
    assert said(chart) == heard[0]  # round again
    chart.tab.keyboard.press("p")
    assert said(chart) == heard[-1]
    assert chart.tab.locator(".mapkit-ring").count() == 1


def test_a_disc_is_opened_by_the_keyboard_and_escape_leads_back_to_the_map(chart):
    chart.open(lat=48.3935, lon=37.85, z=16)
    chart.tab.locator(".leaflet-container").focus()
    chart.tab.keyboard.press("n")
    chart.tab.keyboard.press("Enter")
    first = chart.tab.locator(".mapkit-list button").first
    first.wait_for()
    assert first.evaluate("node => node === document.activeElement")
    chart.tab.keyboard.press("Escape")
    assert chart.tab.locator(".mapkit-list").count() == 0
    assert chart.tab.locator(".leaflet-container").evaluate("node => node === document.activeElement")


def test_with_less_motion_the_map_neither_flies_nor_glides(chart):
    chart.tab.emulate_media(reduced_motion="reduce")
    chart.open(**WIDE)
    chart.tab.locator(".leaflet-container").focus()
    before = chart.run("L.mapkit.current.map.getCenter().lng")
    chart.tab.keyboard.press("ArrowRight")
    chart.tab.keyboard.press("+")
    assert chart.run("L.mapkit.current.map.getZoom()") == 7
    assert chart.run("L.mapkit.current.map.getCenter().lng") > before
    assert not chart.run("(({ map }) => map._animatingZoom || map._panAnim?._inProgress)(L.mapkit.current)")


def test_the_page_says_its_language_and_whose_data_it_shows(chart):
    chart.open(**WIDE)
    assert chart.run("document.documentElement.lang") == "en"
    words = chart.tab.locator(".mapkit-credits").inner_text()
    assert "Natural Earth" in words
    assert "GeoNames (CC BY 4.0)" in words
    scale = chart.tab.locator(".leaflet-control-scale-line").all_inner_texts()
    assert re.fullmatch(r"\d+ km", scale[0])
    assert re.fullmatch(r"\d+ mi", scale[1])


def test_no_events_is_said_with_what_to_do(chart):
    chart.open(lat=-20, lon=-120, z=6)
    assert "Zoom out" in chart.tab.locator(".mapkit-status").inner_text()


def test_an_online_map_is_asked_only_when_the_reader_ticks_it_and_told_to_whom_what_goes(chart):
    chart.open(**WIDE)
    chart.tab.get_by_role("button", name="Layers").click()
    assert chart.tab.get_by_label("Online map").count() == 0
    chart.open(**WIDE, tiles=1)
    chart.tab.get_by_role("button", name="Layers").click()
    box = chart.tab.get_by_label("Online map: Example")
    assert (
        "Sends your IP address and the area you look at to tiles.example"
        in chart.tab.locator(".mapkit-menu").inner_text()
    )
    assert chart.strays == []
    box.check()
    chart.rest()
    assert chart.strays
    assert all(re.fullmatch(r"https://tiles\.example/v1/\d+/\d+/\d+\.png", url) for url in chart.strays)
    chart.strays.clear()
    chart.errors.clear()  # the tiles could not be had
