"""The map in one file, opened from disk in a real Chromium without a network."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from specimens import ABOUT, CLASH, EVENTS, HOSTILE, SPAN, UNPLACED

from mapkit import export
from mapkit.model import Source

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that exports events and opens the file; it keeps what the page asks for and complains of."""
    contexts = []

    def open_(events, width=1280, about=ABOUT):
        path = tmp_path / "events.html"
        export.save(events, path, "html", about)
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        context.set_offline(True)
        tab = context.new_page()
        asked, complaints = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(path.as_uri())
        expect(tab.locator("#summary")).to_contain_text("of")
        return SimpleNamespace(tab=tab, path=path, asked=asked, complaints=complaints)

    yield open_
    for context in contexts:
        context.close()


def middle(page):
    """Return the middle of the map, in CSS pixels of the page: the place of all events, where there is but one."""
    box = page.tab.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_opens_from_disk_and_asks_nobody(opened):
    page = opened(EVENTS)
    expect(page.tab.locator("#summary")).to_have_text("4 of 4 events, 1 without a place on the map")
    expect(page.tab.locator("tbody tr")).to_have_count(4)
    page.tab.locator("tbody button").first.click()
    page.tab.locator(".leaflet-control-zoom-out").click()
    page.tab.wait_for_timeout(300)
    assert [url for url in page.asked if not url.startswith(("data:", "blob:"))] == [page.path.as_uri()]
    assert page.complaints == []


def test_text_is_shown_as_text(opened):
    hostile = [
        replace(event, location=HOSTILE, sub_event_type=HOSTILE, claimed_by=HOSTILE, notes=(HOSTILE,))
        for event in EVENTS
    ]
    link = replace(CLASH, event_id="e9", sources=(Source("d", HOSTILE, HOSTILE, "javascript:alert(1)", HOSTILE),))
    page = opened([*hostile, link])
    alerts = []
    page.tab.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for number in range(5):
        page.tab.locator("tbody button").nth(number).click()
    expect(page.tab.locator("#panel")).to_contain_text("<b onmouseover=alert(1)>")
    assert page.tab.locator("#panel b, #rows b, #panel a").count() == 0
    assert alerts == []
    assert page.complaints == []


def test_no_text_ends_the_data(opened):
    page = opened([UNPLACED])
    source = page.path.read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="events">(.*?)</script>', source, re.DOTALL)[1]
    assert "<" not in data
    assert json.loads(data)[0]["location"] == HOSTILE


def test_filters_by_type_and_by_claim(opened):
    page = opened(EVENTS)
    battles = page.tab.get_by_role("checkbox", name=re.compile("Battles"))
    battles.uncheck()
    expect(page.tab.locator("#summary")).to_contain_text("2 of 4 events")
    expect(page.tab.locator("tbody")).not_to_contain_text("Armed clash")
    expect(battles).to_be_focused()  # the list was drawn anew under the reader's hands
    page.tab.get_by_role("button", name="Show all").click()
    page.tab.get_by_role("checkbox", name=re.compile("denied")).uncheck()
    expect(page.tab.locator("#summary")).to_contain_text("3 of 4 events")
    expect(page.tab.locator("tbody")).not_to_contain_text("Kursk Oblast")


def test_a_row_shows_its_event(opened):
    page = opened(EVENTS)
    page.tab.get_by_role("button", name="Air/drone strike").click()
    panel = page.tab.locator("#panel")
    expect(panel).to_contain_text("between the two towns")
    expect(panel).to_contain_text("2024-08-12 to 2024-08-18")
    expect(panel.locator("mark")).to_have_text(HOSTILE)
    expect(page.tab.locator("tr.chosen")).to_have_count(1)
    page.tab.get_by_role("button", name="Statement").click()
    expect(panel).to_contain_text("date not stated")


def test_a_marker_shows_all_events_of_its_place(opened):
    page = opened([CLASH, replace(CLASH, event_id="e8", sub_event_type="Government regains territory"), UNPLACED])
    page.tab.wait_for_timeout(300)
    page.tab.mouse.click(*middle(page))
    expect(page.tab.locator("#panel article")).to_have_count(2)
    expect(page.tab.locator("#panel")).to_contain_text("claimed by the general staff")


def test_sources_and_what_travels_with_it(opened):
    page = opened([CLASH])
    page.tab.get_by_role("button", name="Armed clash").click()
    link = page.tab.get_by_role("link", name="Raid, at night")
    expect(link).to_have_attribute("href", "https://desk.example/1")
    expect(link).to_have_attribute("rel", "noreferrer noopener")
    foot = page.tab.locator("footer")
    expect(foot).to_contain_text("Exported 2026-01-02T03:04:05+00:00. Filters: type=Battles&claim=claimed.")
    expect(foot).to_contain_text("GeoNames (CC BY 4.0)")
    expect(foot).to_contain_text("mapkit 0.1.0+test")


def test_by_keyboard_alone(opened):
    page = opened(EVENTS)
    page.tab.get_by_role("button", name="Air/drone strike").focus()
    page.tab.keyboard.press("Enter")
    expect(page.tab.locator("#panel")).to_contain_text("between the two towns")
    expect(page.tab.get_by_role("button", name="Air/drone strike")).to_be_focused()


@pytest.mark.parametrize("events", [[], [UNPLACED]], ids=["none", "none placed"])
def test_without_a_place_there_is_the_world(opened, events):
    page = opened(events)
    expect(page.tab.locator("#summary")).to_contain_text(f"{len(events)} of {len(events)} event")
    assert page.complaints == []


def test_a_narrow_screen_needs_no_scrolling_sideways(opened):
    page = opened(EVENTS, width=320)
    page.tab.get_by_role("button", name="Air/drone strike").click()
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_few_hundred_events_stay_below_three_megabytes(tmp_path):
    many = [replace(event, event_id=f"{event.event_id}-{n}") for n in range(100) for event in (CLASH, SPAN, UNPLACED)]
    path = tmp_path / "events.html"
    export.save([*many, *EVENTS], path, "html", ABOUT)
    assert path.stat().st_size < 3_000_000
