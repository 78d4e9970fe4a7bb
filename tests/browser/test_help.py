"""A first visit explains itself, the help comes back, and figures say what they mean, by mouse, keyboard and touch."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

#: A browser that has never been here, though it may come back.
NEW = "if (!sessionStorage.came) { localStorage.removeItem('mapkit.welcomed'); sessionStorage.came = 1; }"


def newcomer(visit, query="", **options):
    page = visit(**options)
    page.tab.add_init_script(NEW)
    page.open(query)
    return page


def sheet(page):
    return page.tab.get_by_role("dialog", name="Help")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_first_visit_is_told_once_what_it_sees_does_and_should_beware_of(visit, width, scheme):
    page = newcomer(visit, viewport={"width": width, "height": 720}, color_scheme=scheme)
    told = sheet(page)
    expect(told.get_by_role("heading", name="Events that texts tell, on a map")).to_be_visible()
    for words in ("What the pins say", "What you can do", "What to beware of", "Claimed: only a party", "of 100 pins"):
        expect(told.get_by_text(words).first).to_be_attached()
    box = told.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 720
    assert page.tab.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    told.get_by_role("button", name="Show me the map").click()
    expect(told).to_be_hidden()
    page.tab.reload()
    page.rest()
    expect(told).to_be_hidden()


def test_it_fits_one_screen_of_a_laptop(visit):
    page = newcomer(visit, viewport={"width": 1280, "height": 720})
    body = sheet(page).get_by_role("region", name="Help")
    assert body.evaluate("node => node.scrollHeight <= node.clientHeight + 1")


def test_whoever_follows_a_link_to_an_event_sees_the_event(visit, server):
    page = newcomer(visit, {"event": server.ids["pokrovsk"]})
    expect(page.panel).to_be_visible()
    expect(sheet(page)).to_be_hidden()
    embedded = visit()
    embedded.tab.add_init_script(NEW)
    embedded.tab.goto(f"{server.url}/?embed=1")
    expect(embedded.tab.locator(".mapkit")).to_be_visible()
    expect(embedded.tab.get_by_role("dialog")).to_have_count(0)


def test_the_help_comes_back_and_gives_the_keyboard_back(page):
    page.open()
    button = page.legend.get_by_role("button", name="Help")
    button.click()
    expect(sheet(page).get_by_role("tab", name="What you see")).to_have_attribute("aria-selected", "true")
    page.tab.keyboard.press("Escape")
    expect(sheet(page)).to_be_hidden()
    expect(button).to_be_focused()


def test_the_keys_are_listed_by_the_question_mark_on_the_page_and_on_the_map(page):
    page.open()
    page.tab.locator("body").press("?")
    expect(sheet(page).get_by_role("heading", name="Keys of the keyboard")).to_be_visible()
    page.tab.keyboard.press("Escape")
    page.frame.evaluate("() => L.mapkit.current.map.getContainer().focus()")
    page.tab.keyboard.press("?")
    expect(sheet(page).get_by_role("heading", name="Keys of the keyboard")).to_be_visible()
    sheet(page).get_by_role("tab", name="Keys").press("ArrowLeft")
    expect(sheet(page).get_by_role("heading", name="Events that texts tell, on a map")).to_be_visible()
    page.tab.keyboard.press("Escape")
    page.legend.get_by_role("textbox", name="Search").press("?")
    expect(sheet(page)).to_be_hidden()


def test_no_cookie_is_set(page):
    page.open()
    page.legend.get_by_role("button", name="Help").click()
    assert [one["name"] for one in page.tab.context.cookies() if "mapkit" in one["name"]] == []


def test_a_figure_says_what_it_means_by_mouse_and_keyboard(page, server):
    page.open({"event": server.ids["pokrovsk"]})
    figure = page.legend.get_by_role("button", name="8 events")
    meaning = page.tab.get_by_role("tooltip").filter(has_text="Events that pass the filters")
    expect(meaning).to_be_hidden()
    figure.hover()
    expect(meaning).to_be_visible()
    page.tab.mouse.move(600, 300)
    expect(meaning).to_be_hidden()
    words = "Events that pass the filters. What several documents tell counts for each of them until somebody says that"
    expect(figure).to_have_accessible_description(f"{words} it is one.")
    page.panel.get_by_text("How was this coded?").press("Enter")
    level = page.panel.locator(".levels .figure-of").first
    page.panel.get_by_text("How was this coded?").focus()
    page.tab.keyboard.press("Tab")
    expect(level).to_be_focused()
    told = page.panel.locator(".levels .meaning").first
    expect(told).to_be_visible()
    page.tab.keyboard.press("Escape")
    expect(told).to_be_hidden()
    expect(page.panel).to_be_visible()


def test_a_figure_says_what_it_means_by_touch(visit):
    page = visit(viewport={"width": 380, "height": 760}, has_touch=True)
    page.open()
    figure = page.table.get_by_role("button", name="events").first
    figure.tap()
    meaning = page.table.get_by_role("tooltip").first
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 380
    figure.tap()
    expect(meaning).to_be_hidden()
