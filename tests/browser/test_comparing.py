"""Two filters beside each other: what a reader chooses, drags, reads and takes away, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLAIMED, REPORTED = {"region", "toretsk"}, {"pokrovsk", "evacuation", "hostile"}
BOTH = {"claim": "claimed", "compare": "claim=reported"}
#: The ids of the single events of each side, and of those that the bar leaves to see.
_DRAWN = """() => { const { swipe } = L.mapkit.current;
const ids = (items) => items.flatMap((item) => (item.feature ? [item.feature.id] : [])).sort();
const [mine, other] = swipe.sides();
return { mine: ids(mine.items), other: other ? ids(other.items) : null, seen: ids(swipe.items()) }; }"""
#: Both sides' events are drawn, and nothing moves.
_BOTH_AT_REST = """() => { const { swipe, map } = L.mapkit.current;
return swipe.sides().length === 2 && swipe.sides().every((events) => events.answer && events.query !== null)
&& !L.mapkit.pending && !map._animatingZoom; }"""


class Comparison:
    """A page on which two filters are compared."""

    def __init__(self, page):
        self.page = page
        self.names = {event_id: name for name, event_id in page.server.ids.items()}
        self.strip = page.tab.locator(".st-key-sides")
        self.bar = page.tab.frame_locator("iframe[title='streamlit_folium.st_folium']").get_by_role("slider")

    def open(self, query):
        self.page.open(query)
        return self.rest()

    def rest(self):
        self.page.rest()
        self.page.until(_BOTH_AT_REST)
        return self

    def drawn(self):
        """The names of what is drawn: on the side that is changed, on the other, and what the bar leaves to see."""
        found = self.page.frame.evaluate(_DRAWN)
        return [{self.names[one] for one in found[key]} for key in ("mine", "other", "seen")]

    def side(self, name):
        return self.strip.locator(f".side.{name}")

    def expect_sides(self, left, right):
        expect(self.side("left").locator(".words")).to_have_text(left)
        expect(self.side("right").locator(".words")).to_have_text(right)

    def expect_share(self, share):
        expect(self.bar).to_have_attribute("aria-valuenow", str(share))

    def menu(self):
        self.page.legend.get_by_text("Compare", exact=True).first.click()

    def drag_to(self, share):
        """Drag the bar with the mouse to so many per cent of the map's width."""
        frame = self.page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
        handle = self.bar.bounding_box()
        y = frame["y"] + frame["height"] * 0.8
        x, by = handle["x"] + handle["width"] / 2, share - float(self.bar.get_attribute("aria-valuenow"))
        mouse = self.page.tab.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + frame["width"] * by / 100, y, steps=6)
        mouse.up()


@pytest.fixture
def comparison(page):
    return Comparison(page)


def test_each_side_shows_its_own_events_and_says_so_in_words(comparison):
    comparison.open(BOTH)
    comparison.expect_sides("Claimed by one party · 2 events", "Reported · 5 events")
    mine, other, _ = comparison.drawn()
    assert mine == CLAIMED
    assert other == REPORTED
    comparison.drag_to(0)
    comparison.expect_share(0)
    assert comparison.drawn()[2] == REPORTED
    comparison.drag_to(100)
    comparison.expect_share(100)
    assert comparison.drawn()[2] == CLAIMED


def test_what_the_bar_cuts_off_is_not_on_the_screen(comparison):
    comparison.open(BOTH)
    page = comparison.page
    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    x, y = page.frame.evaluate(
        "id => { const { map, events } = L.mapkit.current, at = events.find(id);"
        " const p = map.layerPointToContainerPoint([at.x, at.y]); return [p.x, p.y]; }",
        page.server.ids["toretsk"],
    )
    spot = {"x": box["x"] + x - 6, "y": box["y"] + y - 6, "width": 12, "height": 12}
    pictures = []
    for share in (100, 0, 100):
        comparison.drag_to(share)
        comparison.expect_share(share)
        page.tab.mouse.move(box["x"] + 300, box["y"] + 40)
        page.tab.wait_for_timeout(100)
        pictures.append(page.tab.screenshot(clip=spot))
    assert pictures[0] == pictures[2] != pictures[1]


def test_the_bar_is_moved_by_keys_and_the_map_stays(comparison):
    comparison.open(BOTH)
    before = comparison.page.view()
    comparison.bar.focus()
    press = comparison.page.tab.keyboard.press
    comparison.expect_share(50)
    for key, share in (
        ("ArrowLeft", 48),
        ("PageUp", 58),
        ("ArrowRight", 60),
        ("Home", 0),
        ("End", 100),
        ("PageDown", 90),
    ):
        press(key)
        comparison.expect_share(share)
    expect(comparison.bar).to_have_attribute("aria-valuetext", "90 per cent for the left side")
    assert comparison.page.view() == before
    assert comparison.page.address()["split"] == ["90"]


def test_the_bar_stands_still_while_the_map_moves(comparison):
    comparison.open(BOTH)
    before = comparison.bar.bounding_box()
    comparison.page.frame.evaluate("L.mapkit.current.map.panBy([180, 40], { animate: false })")
    comparison.page.frame.evaluate("L.mapkit.current.map.zoomIn(1, { animate: false })")
    comparison.rest()
    assert comparison.bar.bounding_box() == before


def test_a_permalink_restores_both_sides_the_bar_and_which_side_is_changed(comparison):
    comparison.open(BOTH)
    comparison.drag_to(30)
    comparison.side("right").click()
    expect(comparison.side("right")).to_have_attribute("aria-pressed", "true")
    comparison.rest()
    url = comparison.page.tab.url
    assert comparison.page.address()["side"] == ["right"]
    share = comparison.bar.get_attribute("aria-valuenow")
    comparison.page.tab.goto("about:blank")
    comparison.page.tab.goto(url)
    comparison.rest()
    comparison.expect_share(share)
    comparison.expect_sides("Claimed by one party · 2 events", "Reported · 5 events")
    expect(comparison.side("right")).to_have_attribute("aria-pressed", "true")
    mine, other, _ = comparison.drawn()
    assert (mine, other) == (REPORTED, CLAIMED)


def test_filters_timeline_and_table_are_of_the_side_that_is_pressed(comparison):
    comparison.open(BOTH)
    page = comparison.page
    expect(page.legend).to_contain_text("left side")
    expect(page.table.locator("tbody tr")).to_have_count(2)
    seen = page.frame.evaluate("() => { window.kept = true; return L.mapkit.current.map.getZoom(); }")
    comparison.side("right").click()
    expect(page.table.locator("tbody tr")).to_have_count(5)
    page.row("Battles").click()
    comparison.expect_sides("Claimed by one party · 2 events", "Battles · Reported · 1 event")
    comparison.rest()
    assert comparison.drawn()[:2] == [{"pokrovsk"}, CLAIMED]
    assert page.frame.evaluate("() => [window.kept, L.mapkit.current.map.getZoom()]") == [True, seen]
    comparison.side("left").click()
    expect(page.table.locator("tbody tr")).to_have_count(2)
    comparison.rest()
    assert comparison.drawn()[:2] == [CLAIMED, {"pokrovsk"}]
    comparison.side("right").click()
    page.tab.locator(".st-key-timeline_box").get_by_role("button", name="Step forward", exact=True).click()
    comparison.expect_sides(
        "Claimed by one party · 2 events", re.compile(r"Battles · Reported · 19 August 2024 · 1 event")
    )


def test_a_click_on_either_side_opens_the_panel(comparison):
    comparison.open(BOTH)
    page = comparison.page
    comparison.drag_to(100)
    page.click("toretsk")
    expect(page.panel).to_contain_text("Toretsk")
    expect(page.popup).to_contain_text("Toretsk")
    page.tab.keyboard.press("Escape")
    comparison.bar.focus()
    page.tab.keyboard.press("Home")
    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    x, y = page.frame.evaluate(
        "id => { const { map, swipe } = L.mapkit.current, at = swipe.other.find(id);"
        " const p = map.layerPointToContainerPoint([at.x, at.y]); return [p.x, p.y]; }",
        page.server.ids["hostile"],
    )
    page.tab.mouse.click(box["x"] + x, box["y"] + y)
    expect(page.panel).to_contain_text("Attack")
    comparison.rest()
    assert "hostile" in comparison.drawn()[1]
    assert "hostile" not in comparison.drawn()[0]
    assert page.address()["event"] == [page.server.ids["hostile"]]


def test_a_row_of_the_table_brings_its_event_into_sight(comparison):
    comparison.open(BOTH)
    page = comparison.page
    comparison.drag_to(0)
    assert comparison.drawn()[2] == REPORTED
    page.table.locator(f"tr[data-event='{page.server.ids['toretsk']}']").get_by_role("button").first.click()
    expect(page.panel).to_contain_text("Toretsk")
    page.until(
        "id => L.mapkit.current.swipe.items().some((item) => item.feature && item.feature.id === id)",
        page.server.ids["toretsk"],
    )


def test_claim_against_confirmation(comparison):
    comparison.page.open()
    comparison.menu()
    comparison.page.legend.get_by_role("button", name=re.compile("Claim against confirmation")).click()
    comparison.expect_sides("Claimed by one party · 2 events", "Confirmed · 0 events")
    comparison.rest()
    assert comparison.drawn()[:2] == [CLAIMED, set()]
    address = comparison.page.address()
    assert (address["claim"], address["compare"]) == (["claimed"], ["claim=confirmed"])


def test_two_periods_are_the_halves_of_the_time_shown(comparison):
    comparison.page.open()
    comparison.menu()
    comparison.page.legend.get_by_role("button", name=re.compile("Two periods")).click()
    comparison.expect_sides("4–11 August 2024 · 2 events", "12–19 August 2024 · 1 event")
    comparison.rest()
    assert comparison.drawn()[:2] == [{"evacuation", "river"}, {"pokrovsk"}]


def test_two_publishers(comparison):
    comparison.page.open()
    comparison.menu()
    form = comparison.page.legend.get_by_role("form", name="Two publishers")
    form.get_by_label("Left side").select_option("none")
    expect(form.get_by_role("button", name="Compare")).to_be_disabled()
    form.get_by_label("Right side").select_option("The Daily Test")
    form.get_by_role("button", name="Compare").click()
    comparison.expect_sides("Publisher not stated · 2 events", "The Daily Test · 6 events")


def test_what_is_shown_can_be_kept_at_the_left_and_anything_chosen_at_the_right(comparison):
    page = comparison.page.open({"q": "Pokrovsk"})
    comparison.menu()
    page.legend.get_by_role("button", name=re.compile("Compare with")).click()
    comparison.expect_sides("“Pokrovsk” · 2 events", "“Pokrovsk” · 2 events")
    expect(comparison.side("right")).to_have_attribute("aria-pressed", "true")
    page.legend.get_by_role("button", name="Reset").click()
    comparison.expect_sides("“Pokrovsk” · 2 events", "All events · 8 events")
    expect(page.legend.get_by_role("textbox", name="Search")).to_have_value("")
    comparison.side("left").click()
    expect(page.legend.get_by_role("textbox", name="Search")).to_have_value("Pokrovsk")
    page.tab.go_back()
    expect(comparison.side("right")).to_have_attribute("aria-pressed", "true")


def test_stopping_shows_the_side_that_was_changed_alone(comparison):
    comparison.open({**BOTH, "side": "right"})
    page = comparison.page
    comparison.expect_sides("Reported · 5 events", "Claimed by one party · 2 events")
    comparison.strip.get_by_role("button", name="Stop comparing").click()
    expect(comparison.strip).to_have_count(0)
    page.wait_for_markers(*CLAIMED)
    page.rest()
    assert page.frame.evaluate("() => document.querySelectorAll('.mapkit-swipe').length") == 0
    assert page.frame.evaluate("() => L.mapkit.current.map.getPane('mapkit-events').style.clipPath") == ""
    assert page.address()["claim"] == ["claimed"]
    assert not {"compare", "side", "split"} & page.address().keys()


def test_another_side_that_cannot_be_read_is_said_and_the_rest_shown(page):
    page.open({"claim": "claimed", "compare": "claim=<img src=x onerror=alert(1)>"})
    expect(page.tab.locator(".st-key-notices")).to_contain_text("compare=claim=<img src=x")
    page.wait_for_markers(*CLAIMED)


def test_a_telephone_shows_both_sides_and_a_finger_moves_the_bar(visit):
    page = visit(viewport={"width": 380, "height": 800}, is_mobile=True, has_touch=True)
    comparison = Comparison(page).open(BOTH)
    comparison.expect_sides("Claimed by one party · 2 events", "Reported · 5 events")
    assert page.tab.evaluate("() => document.documentElement.scrollWidth") <= 380
    for name in ("left", "right"):
        box = comparison.side(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 380
        assert box["height"] >= 24
    bar = comparison.bar.bounding_box()
    x, y = bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] * 0.8
    session = page.tab.context.new_cdp_session(page.tab)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 6):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x - part * 19, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    comparison.expect_share(25)


def test_in_the_dark_the_bar_has_the_dark_maps_colours(visit):
    comparison = Comparison(visit(color_scheme="dark")).open(BOTH)
    line = comparison.bar.evaluate("bar => getComputedStyle(bar, '::before').backgroundColor")
    assert line == "rgb(232, 234, 237)"
    assert comparison.side("left").evaluate("node => getComputedStyle(node).color") != "rgb(0, 0, 0)"
