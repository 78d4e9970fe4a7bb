"""Adding documents on the page, and what is known of them, over a workspace that these tests may change."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.browser

#: The first document waits for the models to load.
CODED_WITHIN_MS = 240_000
STRIKE = "Russian rockets hit a market in the Ukrainian city of Sumy on Monday, killing four people, officials said."
RAID = "Shells hit a bridge in the Ukrainian city of Okhtyrka on Tuesday, officials said."
NAME = "Olena"


@pytest.fixture(scope="module")
def server(serve):
    return serve()


@pytest.fixture
def page(visit):
    page = visit()
    page.tab.add_init_script(f"localStorage.setItem('mapkit.name', '{NAME}')")
    return page


def docx():
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(STRIKE)
    document.save(buffer)
    return buffer.getvalue()


def pdf(*lines):
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, line in enumerate(lines):
        canvas.drawString(40, 700 - 14 * number, line)
    canvas.save()
    return buffer.getvalue()


def opened(page, name="Add a document"):
    page.open()
    page.legend.get_by_role("button", name=name).click()
    return page.tab.get_by_role("dialog")


def adding(page):
    dialog = opened(page)
    expect(dialog.get_by_role("button", name="Code it onto the map")).to_be_visible()
    return dialog


def documents(page):
    dialog = opened(page, "All documents")
    expect(dialog.get_by_role("searchbox")).to_be_visible()
    return dialog


def upload(dialog, **files):
    payloads = [{"name": name.replace("_", "."), "mimeType": "", "buffer": data} for name, data in files.items()]
    dialog.locator("input[type=file]").set_input_files(payloads)
    for one in payloads:
        expect(dialog.get_by_text(one["name"])).to_be_visible()


def field(dialog, name):
    return dialog.get_by_role("textbox", name=name)


def account(page):
    return page.tab.get_by_role("region", name="Your documents")


def test_files_are_coded_with_what_the_user_states_and_the_account_stays_until_it_is_closed(page):
    dialog = adding(page)
    upload(dialog, strike_docx=docx(), raid_pdf=pdf(RAID), scan_pdf=pdf())
    dialog.get_by_label("Publisher").fill("The  Desk")
    dialog.get_by_label("URL").fill("https://desk.example/report")
    dialog.get_by_role("spinbutton", name="year, Published").click()
    page.tab.keyboard.type("20240821")
    dialog.get_by_role("button", name="Code it onto the map").click()
    expect(dialog).to_have_count(0)
    told = account(page)
    expect(told.get_by_role("progressbar")).to_be_visible()
    for name in ("strike.docx", "raid.pdf"):
        line = told.get_by_text(f"{name}: 1 event coded; The Desk, published 21 August 2024")
        expect(line).to_be_visible(timeout=CODED_WITHIN_MS)
    expect(told.get_by_role("listitem").first).to_contain_text("scan.pdf: rejected: holds no text (scanned pages?)")
    expect(told).to_contain_text("2 added · 2 events · 1 rejected")
    told.get_by_role("button", name="Show on the map").click()
    expect(page.panel.locator("mark")).to_have_text(STRIKE)
    for words in ("The Desk", "https://desk.example/report"):
        expect(page.panel).to_contain_text(words)
    told.get_by_role("button", name="Close the list").click()
    expect(told).to_have_count(0)

    # What could not be read is listed with the documents until somebody has taken note of it.
    dialog = documents(page)
    dialog.get_by_text("1 could not be read or coded").click()
    expect(dialog.get_by_text("scan.pdf: holds no text")).to_be_visible()
    dialog.get_by_role("button", name="Empty the list").click()
    expect(dialog.get_by_text("could not be read or coded")).to_have_count(0)


def test_coding_goes_on_behind_a_dialog_which_stays_open(page):
    dialog = adding(page)
    dialog.get_by_label("Or paste a text").fill(
        "A drone hit a depot in the Ukrainian city of Poltava on Friday, officials said."
    )
    dialog.get_by_role("button", name="Code it onto the map").click()
    expect(dialog).to_have_count(0)
    page.legend.get_by_role("button", name="Add a document").click()
    text = dialog.get_by_label("Or paste a text")
    text.fill("A second text that is being typed.")
    expect(account(page).get_by_text("pasted text.txt:")).to_be_visible(timeout=CODED_WITHIN_MS)
    page.tab.wait_for_timeout(2500)  # the account asks once a second
    expect(text).to_have_value("A second text that is being typed.")


def test_what_is_no_url_is_said_and_nothing_is_added(page):
    dialog = adding(page)
    dialog.get_by_label("Or paste a text").fill(STRIKE)
    dialog.get_by_label("URL").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Code it onto the map").click()
    expect(dialog.get_by_text("The URL must begin with https:// or http://; nothing was added.")).to_be_visible()
    expect(dialog.get_by_label("Or paste a text")).to_have_value(STRIKE)
    expect(account(page)).to_have_count(0)


def test_documents_are_found_sorted_and_read(page):
    dialog = documents(page)
    rows = dialog.locator("tbody tr")
    expect(dialog.get_by_role("row", name="Ministers meet")).to_contain_text("publisher not stated")
    dialog.get_by_role("searchbox").fill("minister")
    expect(rows).to_have_count(1)
    expect(dialog.get_by_role("status").filter(has_text="1 document holds these words")).to_be_visible()
    dialog.get_by_role("searchbox").fill("")
    expect(rows.nth(1)).to_be_visible()
    head = dialog.get_by_role("columnheader", name="Document")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    titles = dialog.locator("tbody td.title b").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    dialog.get_by_role("button", name="Read Ministers meet").click()
    expect(dialog).to_have_count(0)
    expect(page.tab.locator(".st-key-reading h1")).to_have_text("Ministers meet")
    page.rest()
    assert "doc" in page.address()


def test_what_is_known_of_a_document_is_set_right_and_taken_back(page):
    dialog = adding(page)
    dialog.get_by_label("Or paste a text").fill(
        "Bakers at war\n\nShells hit a bakery in the Ukrainian city of Romny on Tuesday, officials said."
    )
    dialog.get_by_role("button", name="Code it onto the map").click()
    told = account(page)
    told.get_by_role("button", name="Show on the map").click(timeout=CODED_WITHIN_MS)
    expect(page.panel).to_contain_text("date not stated")
    told.get_by_role("button", name="Close the list").click()

    dialog = documents(page)
    dialog.get_by_role("button", name="Details of Bakers at war").click()
    dialog.get_by_label("Published").fill("2024-08-23")
    field(dialog, "Publisher").fill("The Daily {{7*7}}")
    dialog.get_by_label("Why").fill("its imprint")
    expect(dialog.get_by_label("Your name")).to_have_value(NAME)
    dialog.get_by_role("button", name="Keep, and code it anew").click()
    expect(dialog.get_by_text("Kept.")).to_be_visible(timeout=CODED_WITHIN_MS)
    entry = dialog.locator(".entry").first
    expect(entry).to_contain_text("Publisher: The Daily {{7*7}}; Published: 23 August 2024")
    expect(entry).to_contain_text("its imprint")
    expect(entry).to_contain_text(NAME)

    # The event's day follows: the Tuesday before.
    page.tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.table.get_by_role("row").filter(has_text="Shells hit a bakery").get_by_role("button").first.click()
    expect(page.panel).to_contain_text("20 August 2024")
    expect(page.panel).to_contain_text("The Daily {{7*7}}")

    dialog = documents(page)
    dialog.get_by_role("button", name="Details of Bakers at war").click()
    dialog.get_by_role("button", name=re.compile("Take back")).click()
    expect(dialog.get_by_text("Took back: Publisher: The Daily {{7*7}}")).to_be_visible(timeout=CODED_WITHIN_MS)
    expect(field(dialog, "Publisher")).to_have_value("")
    expect(dialog.locator(".published input")).to_have_value("")


def test_a_day_that_somebody_else_set_meanwhile_is_not_overwritten(page, visit):
    first, second = documents(page), visit()
    first.get_by_role("button", name=re.compile("Details of Ministers meet")).click()
    field(first, "Publisher").fill("Mine")
    second.tab.add_init_script("localStorage.setItem('mapkit.name', 'Ivan')")
    other = documents(second)
    other.get_by_role("button", name=re.compile("Details of Ministers meet")).click()
    field(other, "Publisher").fill("His")
    other.get_by_role("button", name="Keep, and code it anew").click()
    expect(other.get_by_text("Kept.")).to_be_visible(timeout=CODED_WITHIN_MS)
    first.get_by_role("button", name="Keep, and code it anew").click()
    expect(first.get_by_role("alert").filter(has_text="publisher by Ivan")).to_be_visible(timeout=CODED_WITHIN_MS)
    expect(field(first, "Publisher")).to_have_value("Mine")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_list_fits_the_window(visit, width):
    page = visit(viewport={"width": width, "height": 800})
    page.open()
    if width < 640:
        page.tab.get_by_test_id("stExpandSidebarButton").click()
    page.legend.get_by_role("button", name="All documents").click()
    dialog = page.tab.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_visible()
    assert page.tab.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    box = dialog.get_by_role("button", name=re.compile("Details of Ministers meet")).bounding_box()
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 24
