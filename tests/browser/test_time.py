"""Events over time: what a reader drags, steps, plays and takes away, in a real browser."""

import itertools
import re
import time

import pytest
from playwright.sync_api import expect
from test_page import PLACED

pytestmark = pytest.mark.browser

#: A loaded machine may need long; nothing waits longer than it must.
PATIENCE_S = 60
#: The events of the scene that happened and have a date, by day.
DATED = {"2024-08-04": "evacuation", "2024-08-11": "river", "2024-08-19": "pokrovsk"}
NOT_DATED = {"region", "toretsk", "hostile", "support", "refusal"}


@pytest.fixture
def timeline(page):
    """The page with a timeline whose last fold is forgotten."""
    page.tab.add_init_script("try { localStorage.removeItem('mapkit-timeline'); } catch { /* none */ }")
    return Timeline(page.open())


class Timeline:
    def __init__(self, page):
        self.page = page
        self.box = page.tab.locator(".st-key-timeline_box")
        self.chart = self.box.get_by_role("slider", name="Period shown")
        self.undated = self.box.get_by_role("button", name="5 not dated", exact=True)
        expect(self.undated).to_be_visible()

    def button(self, name):
        return self.box.get_by_role("button", name=name, exact=True)

    def expect_period(self, words):
        expect(self.chart).to_have_attribute("aria-valuetext", words)

    def pause_at(self, words):
        """Press the button that plays and pauses when the period is this: a step lasts a third of a second."""
        self.button("Play").evaluate(
            """(button, words) => {
                const tree = button.getRootNode();
                new MutationObserver((_, watch) => {
                    if (tree.querySelector("[role=slider]").getAttribute("aria-valuetext") !== words) return;
                    watch.disconnect();
                    button.click();
                }).observe(tree, { subtree: true, attributes: true });
            }""",
            words,
        )

    def x(self, day):
        """Where a day begins on the page."""
        box = self.chart.bounding_box()
        first, end = self.page.tab.locator(".st-key-timeline_box .root").evaluate(
            "root => { const { from, end } = root.getRootNode().timeline.counts; return [from, end]; }"
        )
        number = self.page.tab.evaluate("day => Date.parse(day) / 864e5", day)
        return box["x"] + (number - first) / (end - first) * box["width"]

    def drag(self, start, end):
        mouse, y = self.page.tab.mouse, self.chart.bounding_box()["y"] + 20
        mouse.move(start, y)
        mouse.down()
        mouse.move((start + end) / 2, y, steps=4)
        mouse.move(end, y, steps=4)
        mouse.up()

    def expect_address(self, **wanted):
        """Wait until the page has taken the period, which the map shows at once."""
        end = time.monotonic() + PATIENCE_S
        while (now := self.address()) != wanted and time.monotonic() < end:
            self.page.tab.wait_for_timeout(50)
        assert now == wanted
        self.page.rest()

    def address(self):
        return {key: value[0] for key, value in self.page.address().items() if key in {"since", "until", "undated"}}


def test_bars_stand_for_events_by_type_in_the_maps_colours(timeline):
    bars = timeline.chart.locator("[data-type]")
    assert bars.evaluate_all("all => all.map(bar => bar.dataset.type)") == [
        "Humanitarian", "Strategic developments", "Battles",
    ]  # fmt: skip
    colours = bars.evaluate_all("all => all.map(bar => getComputedStyle(bar).fill)")
    assert colours == ["rgb(8, 155, 92)", "rgb(62, 38, 43)", "rgb(168, 28, 10)"]
    timeline.expect_period("All time, 4 – 19 August 2024")
    box = timeline.chart.bounding_box()
    timeline.page.tab.mouse.move(timeline.x("2024-08-11") + 4, box["y"] + 20)
    expect(timeline.box).to_contain_text("11 August 2024")
    expect(timeline.box).to_contain_text("1 event: Strategic developments")


def test_a_dragged_period_filters_map_counts_table_and_address(timeline):
    page = timeline.page
    page.frame.evaluate("() => { window.kept = true; }")
    timeline.drag(timeline.x("2024-08-11") + 3, timeline.x("2024-08-19") + 3)
    page.wait_for_markers("river", "pokrovsk")
    timeline.expect_period("11 – 19 August 2024")
    expect(page.legend).to_contain_text("2 events")
    expect(page.table).to_contain_text("2 events")
    timeline.expect_address(since="2024-08-11", until="2024-08-19")
    assert page.frame.evaluate("() => window.kept")  # the map was not mounted anew
    # An edge, then the whole of it.
    timeline.drag(timeline.x("2024-08-20"), timeline.x("2024-08-15"))
    page.wait_for_markers("river")
    timeline.expect_period("11 – 14 August 2024")
    timeline.drag(timeline.x("2024-08-13"), timeline.x("2024-08-05"))
    page.wait_for_markers("evacuation")
    timeline.expect_period("4 – 7 August 2024")  # it ends where the axis does
    timeline.button("Clear").click()
    page.wait_for_markers(*PLACED)
    timeline.expect_address()
    expect(page.legend).to_contain_text("8 events")


def test_a_click_on_a_bar_chooses_it(timeline):
    timeline.page.tab.mouse.click(timeline.x("2024-08-11") + 4, timeline.chart.bounding_box()["y"] + 30)
    timeline.page.wait_for_markers("river")
    timeline.expect_address(since="2024-08-11", until="2024-08-11")


def test_the_keyboard_moves_grows_and_clears(timeline):
    timeline.chart.focus()
    timeline.chart.press("ArrowRight")
    timeline.expect_period("4 August 2024")
    timeline.page.wait_for_markers("evacuation")
    timeline.chart.press("Shift+ArrowRight")
    timeline.expect_period("4 – 5 August 2024")
    timeline.button("Week").click()
    timeline.chart.focus()
    timeline.chart.press("ArrowRight")
    timeline.expect_period("11 – 12 August 2024")
    timeline.page.wait_for_markers("river")
    timeline.chart.press("End")
    timeline.expect_period("18 – 19 August 2024")
    timeline.page.wait_for_markers("pokrovsk")
    timeline.expect_address(since="2024-08-18", until="2024-08-19")
    timeline.chart.press("Home")
    timeline.expect_period("4 – 5 August 2024")
    timeline.chart.press("Escape")
    timeline.page.wait_for_markers(*PLACED)
    timeline.expect_address()


def test_steps_go_from_event_to_event_and_back(timeline):
    for button, words, name in (
        ("Step forward", "4 August 2024", "evacuation"),
        ("Step forward", "11 August 2024", "river"),
        ("Step forward", "19 August 2024", "pokrovsk"),
        ("Step back", "11 August 2024", "river"),
    ):
        timeline.button(button).click()
        timeline.expect_period(words)
        timeline.page.wait_for_markers(name)
    timeline.expect_address(since="2024-08-11", until="2024-08-11")


def test_playback_moves_a_window_over_time_and_ends_at_the_last_event(timeline):
    page = timeline.page
    page.frame.evaluate(
        "() => { window.seen = []; const { playback, events } = L.mapkit.current; const show = playback.show;"
        " playback.show = (period) => { show.call(playback, period);"
        " window.seen.push(events.items.map(item => item.feature.type)); }; }"
    )
    assert not any("/api/playback" in url for url in page.requests)
    timeline.button("Play").click()
    expect(timeline.box).to_contain_text("5 not dated, not played")
    expect(timeline.button("Pause")).to_be_visible()
    timeline.expect_period("19 August 2024")
    expect(timeline.button("Play")).to_be_visible()
    timeline.expect_address(since="2024-08-19", until="2024-08-19")
    expect(page.legend).to_contain_text("1 event")
    assert page.frame.evaluate("() => window.seen") == [["Humanitarian"], ["Strategic developments"], ["Battles"]]
    assert sum("/api/playback" in url for url in page.requests) == 1
    page.wait_for_markers("pokrovsk")


def test_playback_goes_on_with_other_filters_and_asks_for_each_step_where_it_has_to(timeline):
    page = timeline.page
    timeline.button("Play").click()
    timeline.expect_period("4 August 2024")
    page.row("Battles").click()  # plays from its first event
    timeline.expect_period("19 August 2024")
    expect(timeline.button("Play")).to_be_visible()
    timeline.expect_address(since="2024-08-19", until="2024-08-19")
    page.legend.get_by_role("button", name="Reset").click()
    page.wait_for_markers(*PLACED)
    page.tab.route(
        re.compile("/api/playback"), lambda route: route.fulfill(status=400, json={"error": "narrow the filters"})
    )
    timeline.button("Play").click()
    expect(page.frame.locator(".mapkit")).to_contain_text("Playback has to ask for each step: narrow the filters")
    timeline.expect_period("19 August 2024")
    expect(timeline.button("Play")).to_be_visible()
    page.wait_for_markers("pokrovsk")


def test_playback_can_be_stopped_and_goes_on_with_the_readers_own_period(timeline):
    timeline.button("Week").click()
    timeline.drag(timeline.x("2024-08-04") + 3, timeline.x("2024-08-05") + 3)
    timeline.expect_period("4 – 5 August 2024")
    timeline.pause_at("11 – 12 August 2024")
    timeline.button("Play").click()
    timeline.expect_period("11 – 12 August 2024")
    expect(timeline.button("Play")).to_be_visible()
    timeline.page.wait_for_markers("river")
    timeline.expect_address(since="2024-08-11", until="2024-08-12")


def test_nothing_plays_by_itself_and_less_motion_is_slower(visit):
    page = visit(reduced_motion="reduce").open({"since": "2024-08-04", "until": "2024-08-04"})
    timeline = Timeline(page)
    timeline.expect_period("4 August 2024")
    expect(timeline.button("Play")).to_be_visible()
    page.tab.wait_for_timeout(700)
    timeline.expect_period("4 August 2024")
    timeline.button("Play").click()
    timeline.expect_period("11 August 2024")
    page.tab.wait_for_timeout(700)
    timeline.expect_period("11 August 2024")
    timeline.button("Pause").click()
    assert not any("/api/playback" in url for url in page.requests)


def test_what_is_not_dated_is_shown_hidden_or_shown_alone(timeline):
    page = timeline.page
    expect(timeline.undated).to_have_attribute("aria-pressed", "true")
    timeline.undated.click()
    page.wait_for_markers(*DATED.values())
    expect(page.legend).to_contain_text("3 events")
    timeline.expect_address(undated="no")
    timeline.button("only").click()
    page.wait_for_markers(*NOT_DATED & set(PLACED))
    expect(page.legend).to_contain_text("5 events")
    timeline.expect_address(undated="only")
    timeline.button("only").click()
    page.wait_for_markers(*PLACED)
    timeline.expect_address()
    timeline.button("Step forward").click()
    page.wait_for_markers("evacuation")
    expect(timeline.undated).to_have_attribute("aria-pressed", "false")
    timeline.undated.click()
    page.wait_for_markers("evacuation", *NOT_DATED & set(PLACED))
    timeline.expect_address(since="2024-08-04", until="2024-08-04", undated="with")


def test_a_permalink_restores_the_period_and_back_goes_back(page):
    page.open({"since": "2024-08-10", "until": "2024-08-30", "undated": "with"})
    timeline = Timeline(page)
    page.wait_for_markers("river", "pokrovsk", *NOT_DATED & set(PLACED))
    timeline.expect_period("10 – 30 August 2024")
    expect(timeline.undated).to_have_attribute("aria-pressed", "true")
    timeline.undated.click()
    page.wait_for_markers("river", "pokrovsk")
    timeline.expect_address(since="2024-08-10", until="2024-08-30")  # the map is ahead of it
    page.tab.go_back()
    page.wait_for_markers("river", "pokrovsk", *NOT_DATED & set(PLACED))
    expect(timeline.undated).to_have_attribute("aria-pressed", "true")


def test_back_in_the_moment_that_the_period_is_taken_takes_the_map_back_too(page):
    page.open({"since": "2024-08-10", "until": "2024-08-30", "undated": "with"})
    timeline = Timeline(page)
    expect(timeline.undated).to_have_attribute("aria-pressed", "true")
    page.tab.evaluate(
        "() => { const push = history.pushState.bind(history);"
        " history.pushState = (...given) => { push(...given); history.back(); };"
        " addEventListener('popstate', () => { window.wentBack = true; }); }"
    )
    timeline.undated.click()
    page.tab.wait_for_function("() => window.wentBack")
    timeline.expect_address(since="2024-08-10", until="2024-08-30", undated="with")
    expect(timeline.undated).to_have_attribute("aria-pressed", "true")
    page.wait_for_markers("river", "pokrovsk", *NOT_DATED & set(PLACED))


def test_a_range_that_is_open_at_an_end_stays_open(page):
    page.open({"since": "2024-08-11"})
    timeline = Timeline(page)
    timeline.expect_period("11 – 19 August 2024")
    page.wait_for_markers("river", "pokrovsk")
    timeline.undated.click()
    timeline.expect_address(since="2024-08-11", undated="with")
    page.wait_for_markers("river", "pokrovsk", *NOT_DATED & set(PLACED))


def test_bars_obey_the_other_filters_and_a_reset_clears_the_period(timeline):
    page = timeline.page
    page.row("Battles").click()
    page.wait_for_markers("region", "pokrovsk", "toretsk")
    expect(timeline.chart.locator("[data-type]")).to_have_count(1)
    timeline.button("Step forward").click()
    page.wait_for_markers("pokrovsk")
    timeline.expect_address(since="2024-08-19", until="2024-08-19")
    page.legend.get_by_role("button", name="Reset").click()
    page.wait_for_markers(*PLACED)
    timeline.expect_period("All time, 4 – 19 August 2024")


def test_nothing_dated_is_said(page):
    page.open({"type": "Diplomacy"})
    box = page.tab.locator(".st-key-timeline_box")
    expect(box).to_contain_text("No event here is dated")
    expect(box.get_by_role("button", name="2 not dated", exact=True)).to_be_visible()
    expect(box.get_by_role("button", name="Play")).to_have_count(0)


def test_it_folds_and_gives_its_room_to_the_map(timeline):
    frame = timeline.page.tab.locator("iframe[title='streamlit_folium.st_folium']")
    before = frame.bounding_box()["height"]
    assert 72 <= timeline.box.bounding_box()["height"] <= 96
    fold = timeline.button("Time")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(timeline.chart).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")
    timeline.page.tab.wait_for_function(
        "before => document.querySelector('.st-key-map iframe').offsetHeight > before + 40", arg=before
    )
    fold.click()
    expect(timeline.chart).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_words_of_the_axis_never_touch_and_nothing_is_cut_off(visit, width):
    page = visit(viewport={"width": width, "height": 760}).open({"since": "2024-08-06", "until": "2024-08-14"})
    timeline = Timeline(page)
    timeline.expect_period("6 – 14 August 2024")
    marks = timeline.chart.locator(".mark").evaluate_all(
        "all => all.map(mark => { const box = mark.getBoundingClientRect(); return [box.left, box.right]; })"
    )
    assert len(marks) >= 2
    assert all(one[1] + 4 < other[0] for one, other in itertools.pairwise(marks))
    assert marks[-1][1] <= width
    assert page.tab.evaluate("() => document.documentElement.scrollWidth") <= width
    for name in ("Clear", "Day", "Week", "Step back", "Play", "Step forward", "only"):
        box = timeline.button(name).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name


def test_beside_an_open_document_the_period_is_still_read_whole(page):
    page.open({"event": page.server.ids["river"], "since": "2024-08-06", "until": "2024-08-14"})
    page.panel.get_by_role("button", name=re.compile("Read the document")).click()
    expect(page.tab.locator(".st-key-reading")).to_be_visible()
    now = page.tab.locator(".st-key-timeline_box .now")
    expect(now).to_have_text("6 – 14 Aug 2024")
    assert now.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_finger_drags_a_period(visit):
    page = visit(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).open()
    timeline = Timeline(page)
    box = timeline.chart.bounding_box()
    y = box["y"] + 20
    session = page.tab.context.new_cdp_session(page.tab)
    start, end = timeline.x("2024-08-11") + 3, timeline.x("2024-08-20") - 3
    touch = {"x": start, "y": y}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
    for part in range(1, 6):
        touch = {"x": start + (end - start) * part / 5, "y": y}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [touch]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_markers("river", "pokrovsk")
    timeline.expect_address(since="2024-08-11", until="2024-08-19")


def test_in_the_dark_the_bars_have_the_dark_maps_colours(visit):
    page = visit(color_scheme="dark").open()
    bars = Timeline(page).chart.locator("[data-type]")
    assert bars.evaluate_all("all => all.map(bar => getComputedStyle(bar).fill)")[2] == "rgb(255, 90, 31)"


def test_a_fault_of_the_server_is_said_and_asked_again(page):
    page.tab.route(re.compile("/api/timeline"), lambda route: route.fulfill(status=500, json={"error": "no memory"}))
    page.open()
    box = page.tab.locator(".st-key-timeline_box")
    expect(box).to_contain_text("Time could not be loaded: no memory")
    page.tab.unroute(re.compile("/api/timeline"))
    box.get_by_role("button", name="Try again").click()
    expect(box.get_by_role("slider")).to_be_visible()
