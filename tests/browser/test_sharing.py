"""Sharing: the menu that copies a link and the code of a frame, the briefing's links, and addresses that come back."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
FILTERS = {
    "type": ["Battles"],
    "since": ["2024-08-01"],
    "undated": ["with"],
    "lat": ["48.5"],
    "lon": ["37"],
    "z": ["7"],
}


def query_of(url):
    return parse_qs(urlsplit(html.unescape(url)).query)


def test_the_menu_copies_what_is_seen(visit):
    page = visit(**CLIPBOARD)
    page.open({**FILTERS, "event": page.server.ids["pokrovsk"], "to": page.server.ids["region"]})
    page.legend.get_by_text("Share", exact=True).click()
    page.legend.get_by_role("button", name="Copy link").click()
    expect(page.legend.get_by_text("Link copied.")).to_be_visible()
    assert query_of(page.tab.evaluate("navigator.clipboard.readText()")) == page.address()
    page.legend.get_by_role("button", name="Copy embed code").click()
    expect(page.legend.get_by_text("Embed code copied.")).to_be_visible()
    code = page.tab.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r'<iframe src="[^"<>]*" title="Map of events" style="[^"]*"></iframe>', code)
    assert query_of(re.search(r'src="([^"]*)"', code)[1]) == {"embed": ["1"], **page.address()}
    print_ = page.legend.get_by_role("link", name="Open a briefing to print")
    print_.focus()
    seen = {key: value for key, value in page.address().items() if key not in {"event", "to"}}
    assert query_of(print_.get_attribute("href")) == {**seen, "lang": ["en"]}
    page.tab.keyboard.press("Escape")
    expect(page.legend.get_by_role("button", name="Copy link")).to_be_hidden()


def test_without_a_clipboard_the_reader_copies_from_a_field(visit):
    page = visit()
    page.tab.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.open(FILTERS)
    page.legend.get_by_text("Share", exact=True).click()
    page.legend.get_by_role("button", name="Copy link").click()
    field = page.legend.get_by_role("textbox", name="To copy")
    expect(field).to_be_focused()
    assert query_of(field.input_value()) == page.address()


def test_an_address_brings_back_what_was_seen(visit):
    first = visit()
    first.open({**FILTERS, "event": first.server.ids["pokrovsk"], "to": first.server.ids["region"]})
    link, view, markers = first.tab.url, first.view(), first.markers()
    again = visit().open(urlsplit(link).query)
    assert again.address() == first.address()
    assert again.view() == pytest.approx(view, abs=0.001)
    assert again.markers() == markers
    expect(again.panel).to_contain_text("Pokrovsk")


def test_the_table_offers_the_briefing_of_its_filters(page):
    page.open({"type": "Battles"})
    link = page.table.get_by_role("link", name="Briefing")
    assert link.get_attribute("href") == "/api/briefing?lang=en&type=Battles"
    with page.tab.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    expect(opened.value.get_by_role("heading", name="Briefing", exact=True)).to_be_visible()
    opened.value.close()
