"""Adding documents on the page, over a workspace that these tests may change."""

import io

import pytest
from docx import Document
from playwright.sync_api import expect
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.browser

#: The first document waits for the models to load.
CODED_WITHIN_MS = 240_000
STRIKE = "Russian rockets hit a market in the Ukrainian city of Sumy on Monday, killing four people, officials said."
RAID = "Shells hit a bridge in the Ukrainian city of Okhtyrka on Tuesday, officials said."


@pytest.fixture(scope="module")
def server(serve):
    return serve()


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


def opened(page):
    page.open()
    page.legend.get_by_role("button", name="Add a document").click()
    dialog = page.tab.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Code it onto the map")).to_be_visible()
    return dialog


def upload(dialog, **files):
    payloads = [{"name": name.replace("_", "."), "mimeType": "", "buffer": data} for name, data in files.items()]
    dialog.locator("input[type=file]").set_input_files(payloads)
    for one in payloads:
        expect(dialog.get_by_text(one["name"])).to_be_visible()


def test_word_and_pdf_files_are_coded_with_what_the_user_states_and_bad_ones_are_said(page):
    dialog = opened(page)
    upload(dialog, strike_docx=docx(), raid_pdf=pdf(RAID), scan_pdf=pdf())
    dialog.get_by_label("Publisher").fill("The  Desk")
    dialog.get_by_label("URL").fill("https://desk.example/report")
    dialog.get_by_role("spinbutton", name="year, Published").click()
    page.tab.keyboard.type("20240821")
    dialog.get_by_role("button", name="Code it onto the map").click()
    for name in ("strike.docx", "raid.pdf"):
        line = dialog.get_by_text(f"{name}: 1 event coded; The Desk, published 2024-08-21")
        expect(line).to_be_visible(timeout=CODED_WITHIN_MS)
    expect(dialog.get_by_text("scan.pdf: rejected: holds no text (scanned pages?)")).to_be_visible()
    dialog.get_by_role("button", name="Show on the map").click()
    expect(page.panel.locator("mark")).to_have_text(STRIKE)
    for words in ("The Desk", "https://desk.example/report"):
        expect(page.panel).to_contain_text(words)


def test_what_is_no_url_is_said_and_nothing_is_added(page):
    dialog = opened(page)
    dialog.get_by_label("Or paste a text").fill(STRIKE)
    dialog.get_by_label("URL").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Code it onto the map").click()
    expect(dialog.get_by_text("The URL must begin with https:// or http://; nothing was added.")).to_be_visible()
    expect(dialog.get_by_label("Or paste a text")).to_have_value(STRIKE)
    expect(dialog.get_by_text("event coded")).to_have_count(0)
