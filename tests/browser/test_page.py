"""What a reader does with the page, in a real browser whose network ends at this machine."""

import re

import pytest
from playwright.sync_api import expect

from mapkit import export
from scene import HOSTILE

pytestmark = pytest.mark.browser

#: The events of the scene that happened and have a place.
PLACED = ("region", "river", "pokrovsk", "evacuation", "toretsk", "hostile")


def test_the_page_loads_and_asks_no_other_host(page):
    page.open()
    page.wait_for_markers(*PLACED)
    own = [url for url in page.requests if url.startswith(page.server.url)]
    for part in ("/api/events", "/api/places", "/assets/", "/geo/", "/static/"):
        assert any(part in url for url in own), part
    assert page.foreign() == []
    expect(page.legend).to_contain_text("8 events")
    expect(page.legend).to_contain_text("6 on the map")


def test_the_map_leads(page):
    page.open()
    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    assert box["width"] * box["height"] >= 2 / 3 * 1280 * 800
    inner = page.frame.evaluate("() => [L.mapkit.current.map.getSize().x, L.mapkit.current.map.getSize().y]")
    assert inner == pytest.approx([box["width"], box["height"]], abs=1)


def test_a_click_on_a_marker_opens_popup_and_panel_with_the_exact_sentence(page):
    page.open()
    page.wait_for_markers(*PLACED)
    page.click("toretsk")
    sentence = page.server.sentences["toretsk"]
    expect(page.popup.locator(".mapkit-quote")).to_have_text(sentence)
    expect(page.panel.locator("mark")).to_have_text(sentence)
    expect(page.panel.get_by_role("heading", name="Armed clash")).to_be_visible()
    for words in ("Toretsk, Donetsk Oblast, Ukraine", "Claimed by one party", "the general staff", "The Daily Test"):
        expect(page.panel).to_contain_text(words)
    expect(page.panel).to_contain_text("Not stated")
    page.rest()
    assert page.address()["event"] == [page.server.ids["toretsk"]]


def test_the_panel_tells_alternatives_confidences_and_how_it_was_coded(page):
    page.open({"event": page.server.ids["pokrovsk"]})
    expect(page.panel).to_contain_text("Pokrovsk Sakha, Russia")
    expect(page.panel).to_contain_text("5,300 km from the other places of the text")
    expect(page.panel).to_contain_text("0.11")
    page.panel.get_by_text("How was this coded?").click()
    for words in ("It is this place", "0.91", "It is this event", "0.74", "puts troops in contact"):
        expect(page.panel).to_contain_text(words)


def test_a_type_filter_changes_markers_and_counts_and_keeps_the_view(page):
    page.open()
    page.wait_for_markers(*PLACED)
    page.frame.evaluate("() => { L.mapkit.current.map.setView([49.5, 36.5], 7, { animate: false }); }")
    page.rest()
    before = page.view()
    assert page.count("Battles") == 3
    page.row("Battles").click()
    page.wait_for_markers("region", "pokrovsk", "toretsk")
    expect(page.legend).to_contain_text("3 events")
    expect(page.row("Battles")).to_be_checked()
    page.rest()
    assert page.count("Humanitarian") == 1  # what a click on it would give
    assert page.count("Reported") == 1
    assert page.view() == pytest.approx(before, abs=1e-9)
    page.rest()
    assert page.address()["type"] == ["Battles"]


def test_a_front_filter_changes_markers_and_counts_and_keeps_the_view(page):
    page.open({"lat": "50.0", "lon": "36.0", "z": "6"})
    before = page.view()
    page.row("Kursk").click()
    page.wait_for_markers("region", "river")
    expect(page.legend).to_contain_text("2 events")
    assert page.count("Battles") == 1
    assert page.view() == pytest.approx(before, abs=1e-9)
    page.legend.get_by_role("button", name="Reset").click()
    page.wait_for_markers(*PLACED)
    page.rest()
    assert "front" not in page.address()


def test_planned_and_negated_events_are_shown_on_demand(page):
    page.open()
    page.row("Planned or expected").click()
    page.wait_for_markers(*PLACED, "planned")
    page.row("Said not to have happened").click()
    page.wait_for_markers(*PLACED, "planned", "negated")


def test_a_search_filters_by_words(page):
    page.open()
    box = page.legend.get_by_role("textbox")
    box.fill("bridge seym")
    box.press("Enter")
    page.wait_for_markers("river")
    page.rest()
    assert page.address()["q"] == ["bridge seym"]


def test_a_permalink_restores_the_same_state(page, visit):
    page.open({"lat": "50.2", "lon": "36.1", "z": "6.5"})
    page.row("Battles").click()
    page.wait_for_markers("region", "pokrovsk", "toretsk")
    page.click("pokrovsk")
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["pokrovsk"])
    page.rest()
    address = page.address()
    assert {"type", "event", "lat", "lon", "z"} <= set(address)
    other = visit().open(address)
    other.wait_for_markers("region", "pokrovsk", "toretsk")
    expect(other.panel.locator("mark")).to_have_text(page.server.sentences["pokrovsk"])
    expect(other.row("Battles")).to_be_checked()
    assert other.view() == pytest.approx(page.view(), abs=1e-3)
    other.rest()
    assert other.address() == address


def test_a_permalink_has_the_tables_order_the_step_of_time_and_what_the_map_shows(page, visit):
    page.open({"lat": "48.6", "lon": "36.8", "z": "7"})
    page.table.get_by_role("button", name="Place", exact=True).click()
    expect(page.table.locator("th.where")).to_have_attribute("aria-sort", "ascending")
    page.tab.locator(".st-key-timeline_box").get_by_role("button", name="Week", exact=True).click()
    chart = page.tab.frame_locator("iframe[title='streamlit_folium.st_folium']")
    chart.get_by_role("button", name="Layers").click()
    chart.get_by_label("Fronts").check()
    chart.get_by_label("Place names").uncheck()
    chart.get_by_role("button", name="Measure").click()
    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    for x in (450, 650):  # beside the open menu
        page.tab.mouse.click(box["x"] + x, box["y"] + 300)
        page.tab.wait_for_timeout(350)
    page.rest()
    page.tab.wait_for_function(
        "() => location.search.split('ruler=').length === 3 && location.search.includes('step=')"
    )
    address = page.address()
    kept = ("sort", "step", "show", "hide")
    assert {key: address[key] for key in kept} == {
        "sort": ["place"], "step": ["week"], "show": ["fronts"], "hide": ["names"],
    }  # fmt: skip
    other = visit().open(address)
    expect(other.table.locator("th.where")).to_have_attribute("aria-sort", "ascending")
    week = other.tab.locator(".st-key-timeline_box").get_by_role("button", name="Week", exact=True)
    expect(week).to_have_attribute("aria-pressed", "true")
    assert other.notes() == page.notes() != []
    assert other.frame.evaluate("() => [L.mapkit.current.shapes.frontsShown, L.mapkit.current.labels.shown]") == [
        True, False,
    ]  # fmt: skip
    other.rest()
    assert other.address() == address


def test_back_goes_back(page):
    page.open()
    page.row("Battles").click()
    page.wait_for_markers("region", "pokrovsk", "toretsk")
    page.rest()
    page.tab.go_back()
    page.wait_for_markers(*PLACED)
    expect(page.row("Battles")).not_to_be_checked()


def test_a_stated_distance_is_labelled(page):
    page.open({"event": page.server.ids["pokrovsk"]})
    expect(page.panel).to_contain_text("10 km (6.21 mi) from Pokrovsk")
    page.until("() => Boolean(document.querySelector('.mapkit-note'))")
    assert any(re.search(r"10 km from Pokrovsk.*: stated", note) for note in page.notes())


def test_two_events_give_the_geodesic_between_them(page):
    page.open()
    page.wait_for_markers(*PLACED)
    page.click("pokrovsk")
    page.panel.get_by_role("button", name="Measure to another event").click()
    expect(page.panel).to_contain_text("Choose the other event")
    page.rest()
    page.click("toretsk")
    figure = page.panel.locator("[data-distance]")
    expect(figure).to_contain_text("51.4 km")
    expect(figure).to_contain_text("32.0 mi")
    expect(figure).to_contain_text("bearing 75° ENE")
    page.rest()
    assert any("51.4 km" in note and "75° ENE" in note for note in page.notes())
    assert page.address()["event"] == [page.server.ids["pokrovsk"]]
    assert page.address()["to"] == [page.server.ids["toretsk"]]
    page.panel.get_by_role("button", name="End").click()
    expect(figure).to_have_count(0)


def test_an_event_without_a_place_is_told_from_the_table(page):
    page.open()
    page.table.get_by_role("button", name="Support").click()
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["support"])
    expect(page.panel).to_contain_text("No place of its own")
    expect(page.panel).to_contain_text("https://news.example/talks")
    assert page.panel.get_by_role("link").count() == 0


def test_a_row_of_the_table_brings_its_event_into_view(page):
    page.open({"lat": "60", "lon": "10", "z": "7"})
    page.table.get_by_role("button", name=re.compile("Evacuation")).click()
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["evacuation"])
    page.until("() => L.mapkit.current.map.getBounds().contains([48.28, 37.18])")


def test_a_river_and_a_region_are_no_points(page):
    page.open({"event": page.server.ids["river"]})
    expect(page.panel).to_contain_text("Not a point: somewhere along this river")
    page.until("() => L.mapkit.current.shapes.strong.some(s => s.id === 'rivers/seym')")
    page.click("region")
    expect(page.panel).to_contain_text("Not a point: somewhere in this region")
    page.until("() => L.mapkit.current.shapes.strong.some(s => s.id === 'admin1/RU-KRS')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_map_follow_the_readers_theme(visit, scheme):
    page = visit(color_scheme=scheme)
    page.open({"event": page.server.ids["pokrovsk"]})
    paper = page.tab.evaluate("() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    card = page.panel.evaluate("node => getComputedStyle(node).backgroundColor")
    channels = [int(part) for part in re.findall(r"\d+", paper)[:3]]
    assert (sum(channels) < 300) == (scheme == "dark")
    assert (sum(int(part) for part in re.findall(r"\d+", card)[:3]) < 300) == (scheme == "dark")
    page.until("wanted => L.mapkit.current.map.getContainer().dataset.mapkitTheme === wanted", scheme)
    page.tab.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    page.until("wanted => L.mapkit.current.map.getContainer().dataset.mapkitTheme !== wanted", scheme)


def test_on_a_phone_the_map_comes_first_and_the_panel_below(visit):
    page = visit(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.open({"event": page.server.ids["river"]})
    map_box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["river"])
    panel, table = page.panel.bounding_box(), page.table.bounding_box()
    assert map_box["y"] == 0
    assert map_box["width"] == 390
    assert map_box["height"] > 844 / 2
    assert panel["y"] >= map_box["y"] + map_box["height"]
    assert table["y"] >= panel["y"] + panel["height"]
    assert page.tab.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_what_a_document_writes_is_shown_as_text(page):
    page.open({"event": page.server.ids["hostile"]})
    sentence = page.server.sentences["hostile"]
    expect(page.panel.locator("mark")).to_have_text(sentence)
    expect(page.panel).to_contain_text(HOSTILE)
    expect(page.table).to_contain_text(HOSTILE)
    page.frame.evaluate("() => { L.mapkit.current.map.closePopup(); }")
    page.click("hostile")
    expect(page.popup.locator(".mapkit-quote")).to_have_text(sentence)
    for place in (page.panel, page.table, page.popup):
        assert place.locator("img, a[href^='javascript'], .katex").count() == 0
    assert page.tab.get_by_text("49", exact=True).count() == 0


def test_a_bad_link_is_said_in_one_line_and_the_rest_is_kept(page):
    page.open("type=Battles&claim=$x$&lat=abc&lon=1&z=2&event=<img src=x>&front=**bold**")
    notice = page.tab.get_by_role("alert")
    expect(notice).to_contain_text("Part of this link could not be read and was left out: claim=$x$")
    expect(notice).to_contain_text("event=<img src=x>")
    assert notice.locator("img, .katex, strong").count() == 0
    expect(page.row("Battles")).to_be_checked()


def test_no_event_says_what_to_do(page):
    page.open({"type": "Riots"})
    page.frame.evaluate("() => { window.kept = true; }")
    page.tab.get_by_role("button", name="Reset filters").click()
    page.wait_for_markers(*PLACED)
    assert page.frame.evaluate("() => window.kept")  # the map was not mounted anew
    expect(page.tab.get_by_text("No event passes these filters")).to_have_count(0)
    expect(page.legend).to_contain_text("8 events")
    expect(page.row("Riots")).not_to_be_checked()


def test_downloads_obey_the_filters(page):
    page.open({"type": "Diplomacy"})
    with page.tab.expect_download() as download:
        page.table.get_by_role("link", name="JSONL").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert all('"Diplomacy"' in line for line in lines)


@pytest.mark.parametrize("kind", export.FORMATS.values(), ids=list(export.FORMATS))
def test_every_format_is_a_download(page, kind):
    page.open({"type": "Diplomacy"})
    with page.tab.expect_download() as download:
        page.table.get_by_role("link", name=kind.label, exact=True).click()
    assert download.value.suggested_filename == f"mapkit-events{kind.ending}"
    assert download.value.path().stat().st_size > 0
