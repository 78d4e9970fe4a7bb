"""Reading a document beside the map, in a real browser: each shows what the other points at."""

import re

import pytest
from playwright.sync_api import expect

from mapkit.model import Document
from scene import FRONT_LINE, HOSTILE, TALKS

pytestmark = pytest.mark.browser

FRONT, MEETING = (Document(name, text).document_id for name, text in (("front.txt", FRONT_LINE), ("talks.txt", TALKS)))
#: The front-line document's events that happened and have a place, as the map shows them.
PLACED = ("region", "river", "pokrovsk", "evacuation", "toretsk", "hostile")
#: All its events in the order of reading.
ORDER = ("region", "river", "pokrovsk", "evacuation", "toretsk", "negated", "planned", "hostile")
LIT = "() => L.mapkit.current.reading.lit.map(one => one.id)"


@pytest.fixture
def text(page):
    """The open document."""
    return page.tab.locator(".st-key-reading")


def opened(page, **query):
    page.open({"doc": FRONT, **query})
    expect(page.tab.locator(".st-key-reading h1")).to_be_visible()
    return page


def mark(page, name):
    """The symbol at the beginning of an event's sentence."""
    return page.tab.locator(f".st-key-reading [data-event='{page.server.ids[name]}']")


def words(page, kind):
    """The words of all passages of one look, in order."""
    return "".join(page.tab.locator(f".st-key-reading [data-piece].{kind}").all_inner_texts())


def passage(page, beginning):
    return page.tab.locator(".st-key-reading [data-piece]").filter(has_text=beginning).first


def test_the_panel_leads_to_the_document(page, text):
    page.open({"event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Read the document").click()
    expect(text.get_by_role("heading", name="Fighting moves closer to the town")).to_be_visible()
    expect(text).to_contain_text("The Daily Test, date not stated")
    expect(text).to_contain_text("8 events")
    page.rest()
    assert words(page, "chosen") == page.server.sentences["toretsk"]
    assert page.address()["doc"] == [FRONT]
    assert page.address()["event"] == [page.server.ids["toretsk"]]
    page.wait_for_markers(*PLACED)
    expect(page.panel.get_by_role("button", name="Read the document")).to_have_count(0)


def test_a_row_of_the_table_leads_to_the_document(page, text):
    page.open()
    row = page.table.locator("tr").filter(has_text="Britain said")
    row.hover()
    row.get_by_role("button", name="Read the document").click()
    expect(text.get_by_role("heading", name="Ministers meet")).to_be_visible()
    link = text.get_by_role("link")
    assert link.get_attribute("href") == "https://news.example/talks"
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.rest()
    assert page.address()["doc"] == [MEETING]


def test_the_text_is_all_there_and_is_text(page, text):
    opened(page)
    shown = text.locator("article").inner_text()
    for line in FRONT_LINE.splitlines():
        assert line in shown
    assert HOSTILE in shown
    assert text.locator("img, .katex, a[href^='javascript']").count() == 0


def test_passages_are_exact_beyond_the_first_plane(page):
    opened(page)
    for name in ORDER:
        mark(page, name).focus()
        assert words(page, "lit") == page.server.sentences[name]


def test_a_passage_tells_what_and_where_to_those_who_do_not_see_it(page, text):
    opened(page)
    for label in (
        "Armed clash at Toretsk, claimed",
        "Looting/property destruction at Seym River, not verifiable",
        "Air/drone strike at Zaporizhzhia, reported, planned or expected",
    ):
        expect(text.get_by_role("button", name=label)).to_have_count(1)
    assert text.locator("[data-piece][role]").count() == 0  # the words themselves stay text


def test_claims_are_dashed_and_what_did_not_happen_is_grey(page):
    opened(page)
    line = "node => getComputedStyle(node).backgroundImage"
    assert passage(page, "clashed in the streets of").evaluate(line).startswith("repeating-linear-gradient")
    assert passage(page, "53,000 people are still in").evaluate(line).startswith("linear-gradient")
    grey, green = (
        passage(page, words).evaluate(line)
        for words in ("minister said that no shell had", "53,000 people are still in")
    )
    assert grey != green
    expect(mark(page, "negated")).to_have_class(re.compile("pale"))


def test_pointing_at_a_passage_rings_its_marker_and_the_other_way_round(page, text):
    opened(page)
    page.wait_for_markers(*PLACED)
    page.tab.evaluate("() => { window.ran = 0; }")
    app = page.tab.locator("[data-testid='stApp']")
    app.evaluate(
        "node => new MutationObserver(() => { window.ran += 1; })"
        ".observe(node, { attributes: true, attributeFilter: ['data-test-script-state'] })"
    )
    passage(page, "clashed in the streets of").hover()
    page.until(f"id => JSON.stringify(({LIT})()) === JSON.stringify([id])", page.server.ids["toretsk"])
    expect(text.locator(".chip")).to_contain_text("Armed clash · Toretsk, Donetsk Oblast, Ukraine")
    assert words(page, "lit") == page.server.sentences["toretsk"]
    page.legend.get_by_role("textbox").hover()
    page.until(f"() => !({LIT})().length")
    expect(text.locator(".lit")).to_have_count(0)

    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    x, y = page.frame.evaluate(
        "id => { const c = L.mapkit.current, e = c.events.find(id);"
        " const p = c.map.layerPointToContainerPoint([e.x, e.y]); return [p.x, p.y]; }",
        page.server.ids["evacuation"],
    )
    page.tab.mouse.move(box["x"] + x, box["y"] + y)
    expect(mark(page, "evacuation")).to_have_class(re.compile("lit"))
    assert words(page, "lit") == page.server.sentences["evacuation"]
    assert page.tab.evaluate("() => window.ran") == 0  # none of it ran the page anew


def test_a_click_on_a_passage_selects(page):
    opened(page)
    passage(page, "clashed in the streets of").click()
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["toretsk"])
    expect(mark(page, "toretsk")).to_have_attribute("aria-pressed", "true")
    page.until("id => L.mapkit.current.selected === id", page.server.ids["toretsk"])
    page.rest()
    assert page.address()["event"] == [page.server.ids["toretsk"]]
    assert page.address()["doc"] == [FRONT]


def test_a_selection_on_the_map_brings_its_sentence_into_view(visit):
    page = opened(visit(viewport={"width": 1280, "height": 460}))
    page.wait_for_markers(*PLACED)
    scroll = page.tab.locator(".st-key-reading .scroll")
    assert scroll.evaluate("node => node.scrollTop") == 0
    page.click("toretsk")
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["toretsk"])
    expect(passage(page, "clashed in the streets of")).to_be_in_viewport()
    expect(passage(page, "clashed in the streets of")).to_have_class(re.compile("flash"))
    assert scroll.evaluate("node => node.scrollTop") > 0
    assert words(page, "chosen") == page.server.sentences["toretsk"]
    expect(page.popup).to_have_count(0)  # text and panel tell it already


def test_nothing_flashes_for_those_who_want_no_motion(visit):
    page = opened(visit(reduced_motion="reduce"))
    page.wait_for_markers(*PLACED)
    page.click("toretsk")
    expect(mark(page, "toretsk")).to_have_attribute("aria-pressed", "true")
    expect(page.tab.locator(".st-key-reading .flash")).to_have_count(0)


def test_a_name_shows_its_place_on_the_map(page, text):
    opened(page)
    passage(page, "Zaporizhzhia").hover()
    page.until("() => L.mapkit.current.reading.spot?.name === 'Zaporizhzhia'")
    spot = page.frame.evaluate("() => L.mapkit.current.reading.spot")
    assert (spot["lat"], spot["lon"]) == pytest.approx((47.85, 35.12), abs=0.2)
    expect(text.locator(".chip")).to_contain_text("“Zaporizhzhia” is Zaporizhzhia")


def test_the_keyboard_reads(page, text):
    opened(page)
    box = page.legend.get_by_role("textbox")
    box.press("j")
    expect(box).to_have_value("j")
    assert text.locator(".lit").count() == 0
    box.fill("")
    text.get_by_role("heading", name="Fighting").click()
    for name in ORDER[:3]:
        page.tab.keyboard.press("j")
        expect(mark(page, name)).to_be_focused()
    page.tab.keyboard.press("ArrowLeft")
    expect(mark(page, "river")).to_be_focused()
    page.tab.keyboard.press("k")
    page.tab.keyboard.press("k")
    expect(mark(page, "hostile")).to_be_focused()  # round and round
    page.tab.keyboard.press("ArrowRight")
    page.tab.keyboard.press("Enter")
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["region"])
    page.rest()
    page.tab.keyboard.press("?")
    expect(text.locator(".keys")).to_contain_text("next event")
    page.tab.keyboard.press("Escape")
    expect(text.locator(".keys")).to_have_count(0)
    page.tab.keyboard.press("Escape")
    expect(text).to_have_count(0)
    page.rest()
    assert "doc" not in page.address()


def test_escape_on_the_map_leaves_too(page, text):
    opened(page)
    page.frame.evaluate("() => L.mapkit.current.map.getContainer().focus()")
    page.tab.keyboard.press("Escape")
    expect(text).to_have_count(0)


def test_the_next_document_and_back_and_forward(page, text):
    opened(page)
    first, last = sorted([FRONT, MEETING])
    titles = {FRONT: "Fighting moves closer", MEETING: "Ministers meet"}
    other = MEETING if first == FRONT else FRONT
    name = "Next document" if first == FRONT else "Previous document"
    assert {first, last} == {FRONT, other}
    text.get_by_role("button", name=name).click()
    expect(text.get_by_role("heading", name=titles[other])).to_be_visible()
    page.rest()
    assert page.address()["doc"] == [other]
    page.tab.go_back()
    expect(text.get_by_role("heading", name=titles[FRONT])).to_be_visible()
    page.rest()
    page.tab.go_forward()
    expect(text.get_by_role("heading", name=titles[other])).to_be_visible()
    page.rest()
    text.get_by_role("button", name="Back to the whole map").click()
    expect(text).to_have_count(0)
    page.rest()
    page.tab.go_back()
    expect(text.get_by_role("heading", name=titles[other])).to_be_visible()


def test_back_after_a_selection_goes_back(page, text):
    opened(page)
    page.wait_for_markers(*PLACED)
    page.click("toretsk")
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["toretsk"])
    page.rest()
    page.tab.go_back()
    expect(page.panel).to_have_count(0)
    expect(text).to_be_visible()


def test_the_filter_can_be_taken_away_and_the_text_stays(page, text):
    page.open({"doc": MEETING})
    expect(text.get_by_role("heading", name="Ministers meet")).to_be_visible()
    expect(page.legend).to_contain_text("2 events")
    page.frame.evaluate("() => { window.kept = true; }")
    page.legend.get_by_role("button", name="This document alone").click()
    expect(page.legend).to_contain_text("8 events")
    page.rest()
    assert page.address()["read"] == [MEETING]
    assert "doc" not in page.address()
    expect(text.get_by_role("heading", name="Ministers meet")).to_be_visible()
    only = text.get_by_role("checkbox", name="Only this document on the map")
    expect(only).not_to_be_checked()
    only.click()
    expect(page.legend).to_contain_text("2 events")
    expect(only).to_be_checked()
    assert page.frame.evaluate("() => window.kept")  # the map was never mounted anew


def test_leaving_brings_the_view_from_before(page, text):
    page.open({"lat": "49.0", "lon": "31.0", "z": "5", "event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Read the document").click()
    expect(text.get_by_role("heading", name="Fighting")).to_be_visible()
    page.until("() => L.mapkit.current.map.getZoom() !== 5")
    text.get_by_role("button", name="Back to the whole map").click()
    expect(text).to_have_count(0)
    page.until("() => L.mapkit.current.map.getZoom() === 5")


@pytest.mark.parametrize("late_ms", [0, 100])
def test_leaving_while_the_map_still_zooms_brings_the_view_from_before(page, text, late_ms):
    page.open({"lat": "49.0", "lon": "31.0", "z": "5", "event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Read the document").click()
    expect(text.get_by_role("heading", name="Fighting")).to_be_visible()
    page.until("() => L.mapkit.current.map.getZoom() !== 5")
    page.rest()
    view = page.frame.evaluate(
        """async late => {
          const { map, reading } = L.mapkit.current;
          const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
          map.setZoom(map.getZoom() + 1); // begins a frame later, and takes a quarter of a second
          if (late) await sleep(late);
          reading.turn(null);
          await sleep(600);
          return [map.getZoom(), map.getCenter().lat];
        }""",
        late_ms,
    )
    assert view == [5, pytest.approx(49.0, abs=0.01)]


def test_a_link_to_a_document_that_is_not_here_is_said_in_one_line(page, text):
    page.open({"doc": "0" * 16})
    expect(page.tab.get_by_role("alert")).to_contain_text(f"doc={'0' * 16} (no such document here)")
    expect(text).to_have_count(0)


def test_text_and_map_side_by_side(page, text):
    opened(page)
    page.rest()
    words, chart = (
        node.bounding_box() for node in (text, page.tab.locator("iframe[title='streamlit_folium.st_folium']"))
    )
    assert words["x"] + words["width"] <= chart["x"] + 1
    assert chart["width"] >= words["width"] - 1
    foot = text.locator(".chip").bounding_box()
    assert foot["y"] + foot["height"] <= 800
    page.panel.wait_for(state="detached")
    mark(page, "toretsk").click()
    panel = page.panel.bounding_box()
    assert panel["x"] >= chart["x"]
    assert panel["y"] >= chart["y"] + chart["height"] / 2


@pytest.mark.parametrize("width", [320, 390, 800])
def test_on_a_narrow_screen_the_text_comes_first_and_the_map_can_be_put_away(visit, width):
    page = opened(visit(viewport={"width": width, "height": 720}, is_mobile=True, has_touch=True))
    text = page.tab.locator(".st-key-reading")
    chart = page.tab.locator("iframe[title='streamlit_folium.st_folium']")
    page.rest()
    assert text.bounding_box()["y"] == 0
    assert chart.bounding_box()["y"] == pytest.approx(text.bounding_box()["height"], abs=1)
    assert page.tab.evaluate("() => document.documentElement.scrollWidth") <= width
    high = text.bounding_box()["height"]
    text.get_by_role("button", name="Show or hide the map").tap()
    expect(text.get_by_role("button", name="Show or hide the map")).to_have_attribute("aria-pressed", "false")
    assert text.bounding_box()["height"] > high + 100
    text.get_by_role("button", name="Show or hide the map").tap()
    mark(page, "toretsk").tap()
    expect(page.panel.locator("mark")).to_have_text(page.server.sentences["toretsk"])
    assert page.panel.bounding_box()["y"] >= chart.bounding_box()["y"] + chart.bounding_box()["height"] - 1
