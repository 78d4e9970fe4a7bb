"""The page without a mouse: every control is reached, seen where it is, and what is opened is closed and left again."""

import re

import pytest
from playwright.sync_api import expect

from colour import contrast

pytestmark = pytest.mark.browser

#: The part of the page that has the focus, the control in it, and the ring around it.
FOCUS = """() => {
  let node = document.activeElement, part = null;
  while (node) {
    const box = node.closest("[class*='st-key-']");
    part = part || (box && [...box.classList].find(name => name.startsWith("st-key-")).slice(7));
    if (node.closest(".mapkit-skip")) part = "skip";
    if (node.tagName === "IFRAME") { part = "map"; node = node.contentDocument.activeElement; break; }
    if (!node.shadowRoot || !node.shadowRoot.activeElement) break;
    node = node.shadowRoot.activeElement;
  }
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const name = node.getAttribute("aria-label") || node.textContent.trim() || node.getAttribute("title") || "";
  return { part, tag: node.tagName, name, width: parseFloat(style.outlineWidth), style: style.outlineStyle,
    colour: style.outlineColor, seen: box.width > 1 && box.height > 1, dark: style.colorScheme };
}"""


@pytest.fixture
def walk(page):
    """A function that presses a key and tells what has the focus then."""

    def step(*keys):
        for key in keys:
            page.tab.keyboard.press(key)
        return page.tab.evaluate(FOCUS)

    return step


def hexadecimal(colour):
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize(("scheme", "paper"), [("light", "#ffffff"), ("dark", "#1b2126")])
def test_tab_leads_through_the_whole_page_and_the_focus_is_seen(visit, scheme, paper):
    page = visit(color_scheme=scheme)
    page.open({"event": page.server.ids["pokrovsk"]})
    expect(page.panel.locator("h2")).to_be_visible()
    stops = []
    for _ in range(260):
        page.tab.keyboard.press("Tab")
        stops.append(page.tab.evaluate(FOCUS))
        if len(stops) > 2 and (stops[-1]["tag"] == "BODY" or stops[-1] == stops[0]):
            break
    else:
        pytest.fail("Tab never comes to the end of the page")
    stops = [stop for stop in stops if stop["tag"] != "BODY"]
    parts = list(dict.fromkeys(stop["part"] for stop in stops))
    wanted = ["skip", "share", "search", "review_button", "legend", "map", "timeline", "panel_view", "table"]
    assert [part for part in parts if part in wanted] == wanted
    for stop in stops:
        assert stop["seen"], stop
        assert stop["name"], stop
        assert stop["style"] == "solid", stop
        assert stop["width"] >= 2, stop
        if stop["part"] != "skip":  # whose ring lies inside of its own colour
            assert contrast(hexadecimal(stop["colour"]), paper) >= 3, stop


def test_links_at_the_beginning_lead_past_what_repeats(page, walk):
    page.open({"event": page.server.ids["pokrovsk"]})
    expect(page.panel.locator("h2")).to_be_visible()
    assert walk("Tab")["name"] == "Skip to the map"
    page.tab.keyboard.press("Enter")
    assert page.frame.evaluate("() => document.activeElement.classList.contains('mapkit')")
    page.tab.evaluate("() => document.querySelector('[data-skip=panel]').focus()")
    assert walk("Enter")["name"] == "The selected event"
    page.tab.evaluate("() => document.querySelector('[data-skip=table]').focus()")
    assert walk("Enter")["name"] == "Table of events"


def test_only_what_is_there_can_be_skipped_to(page, walk):
    page.open()
    names = [walk("Tab")["name"] for _ in range(2)]
    assert names == ["Skip to the map", "Skip to the table of events"]


def test_the_table_is_read_sorted_and_left_for_the_event_and_back(page, walk):
    page.open()
    rows = page.table.locator("tbody tr")
    first, second = (rows.nth(at).locator(".event") for at in (0, 1))
    first.focus()
    page.tab.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.tab.keyboard.press("End")
    expect(rows.last.locator(".event")).to_be_focused()
    page.tab.keyboard.press("Home")
    page.tab.keyboard.press("Enter")
    expect(rows.first).to_have_attribute("aria-current", "true")
    expect(first).to_be_focused()
    title = rows.first.locator("b").inner_text()
    expect(page.panel.locator("h2").first).to_have_text(title)
    page.rest()
    assert walk("Enter")["name"] == "The selected event"
    page.tab.keyboard.press("Escape")
    expect(page.panel).to_have_count(0)
    expect(first).to_be_focused()
    head = page.table.get_by_role("columnheader", name="Place")
    head.get_by_role("button").focus()
    page.tab.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.tab.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.table.locator("[aria-sort]")).to_have_count(1)


def test_the_table_tells_what_the_map_tells(page):
    page.open()
    row = page.table.get_by_role("row").filter(has_text="Russian units have come")
    for words in ("Pokrovsk", "Donetsk Oblast", "Ukraine", "10 km (6.21 mi) from Pokrovsk", "stated"):
        expect(row).to_contain_text(words)
    river = page.table.get_by_role("row").filter(has_text="Seym River")
    expect(river.first).to_contain_text("somewhere along this river")
    expect(page.table.get_by_role("row").filter(has_text="Toretsk").first).to_contain_text("Claimed by one party")


def test_on_a_narrow_screen_the_table_has_all_of_it_too(visit):
    page = visit(viewport={"width": 320, "height": 640})
    page.open()
    row = page.table.get_by_role("row").filter(has_text="Troops clashed")
    expect(row.get_by_text("Claimed by one party")).to_be_visible()
    sort = page.table.get_by_role("columnheader", name="Claim").get_by_role("button")
    sort.focus()
    page.tab.keyboard.press("Enter")
    expect(page.table.get_by_role("columnheader", name="Claim")).to_have_attribute("aria-sort", "ascending")


def test_how_many_events_pass_is_said(page):
    page.open()
    said = page.legend.locator(".announcer")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_have_text("8 events, 6 on the map")
    node = said.element_handle()
    page.row("Battles").focus()
    page.tab.keyboard.press("Space")
    expect(said).to_have_text("3 events, 3 on the map")
    assert node.evaluate("node => node.isConnected")  # a line that is drawn anew is not spoken
    expect(page.row("Battles")).to_be_focused()


def test_escape_leads_back_to_where_a_document_was_opened(page):
    page.open({"event": page.server.ids["toretsk"]})
    read = page.panel.get_by_role("button", name="Read the document")
    read.focus()
    page.tab.keyboard.press("Enter")
    expect(page.tab.locator(".st-key-reading h1")).to_be_visible()
    expect(page.tab.locator(".st-key-reading .scroll")).to_be_focused()
    page.tab.keyboard.press("Escape")
    expect(page.tab.locator(".st-key-reading")).to_have_count(0)
    expect(read).to_be_focused()


def test_the_steps_below_a_document_can_be_pressed_one_after_the_other(page):
    page.open({"event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Read the document").click()
    following = page.tab.locator(".st-key-reading").get_by_role("button", name="Next event")
    following.focus()
    page.tab.keyboard.press("Enter")
    expect(page.tab.locator(".st-key-reading .number")).to_contain_text("6 of")
    expect(following).to_be_focused()
    page.tab.keyboard.press("Enter")
    expect(page.tab.locator(".st-key-reading .number")).to_contain_text("7 of")


def test_escape_leads_back_from_a_dialog(page):
    page.open()
    button = page.legend.get_by_role("button", name="Add a document")
    button.focus()
    page.tab.keyboard.press("Enter")
    expect(page.tab.get_by_role("dialog")).to_be_visible()
    page.tab.keyboard.press("Escape")
    expect(page.tab.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_letters_are_no_keys_where_the_reader_wants_none(page):
    page.open({"event": page.server.ids["toretsk"]})
    expect(page.panel.locator("kbd").first).to_be_visible()
    page.legend.get_by_text("Keyboard", exact=True).click()
    page.legend.get_by_label("Single letters are keys").uncheck()
    page.row("Battles").focus()
    page.tab.keyboard.press("x")
    page.tab.keyboard.press("c")
    page.tab.wait_for_timeout(200)
    expect(page.panel.get_by_role("form")).to_have_count(0)
    page.open({"event": page.server.ids["toretsk"]})
    expect(page.panel.get_by_role("button", name="Accept")).to_be_visible()
    expect(page.panel.locator("kbd")).to_have_count(0)
    page.legend.get_by_text("Keyboard", exact=True).click()
    page.legend.get_by_label("Single letters are keys").check()
    page.row("Battles").focus()
    page.tab.keyboard.press("x")
    expect(page.panel.get_by_role("form", name="Reject this event")).to_be_visible()


def test_a_pin_is_put_by_the_keyboard_alone(page):
    page.open({"event": page.server.ids["toretsk"], "lat": "48.5", "lon": "37.5", "z": "8"})
    page.panel.get_by_role("button", name="Correct").focus()
    page.tab.keyboard.press("Enter")
    page.panel.get_by_role("button", name="Put a pin on the map").focus()
    page.tab.keyboard.press("Enter")
    page.until("() => document.activeElement.classList.contains('mapkit-aiming')")
    page.tab.keyboard.press("Enter")
    expect(page.panel).to_contain_text(re.compile(r"Pin at 48\.\d+, 37\.\d+"))
    expect(page.panel.get_by_label("Sure to within, km")).to_be_focused()
    page.tab.keyboard.press("Escape")
    expect(page.panel.get_by_role("form")).to_have_count(0)


def test_in_the_readers_own_colours_what_is_chosen_is_still_marked(visit):
    page = visit(forced_colors="active")
    page.open({"type": "Battles", "event": page.server.ids["pokrovsk"]})
    outline = "node => getComputedStyle(node).outlineStyle"
    expect(page.row("Battles")).to_be_checked()
    assert page.row("Battles").evaluate(outline) == "solid"
    assert page.table.locator("tr[aria-current]").evaluate(outline) == "solid"
    edge = page.panel.evaluate("node => getComputedStyle(node).borderTopStyle")
    assert edge == "solid"
