"""Real Word and PDF files for the tests, written by programs that are not ours."""

import datetime as dt
import io
import re
from functools import cache

import pytest

from mapkit.errors import DocumentError
from mapkit.text import read_bytes

LEAD = (
    "Shells fell on the northern edge of the city through the night, the regional administration said, and two "
    "warehouses burned down before crews could reach them."
)
NEXT = "Officials counted the damage in the morning. Nobody was hurt, a spokesman for the emergency service said later."


def rejected(data, name):
    """The one line with which a file is refused."""
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


def docx(build=None, **properties) -> bytes:
    """A Word document; `build` is called with python-docx's document."""
    from docx import Document

    document = Document()
    document.core_properties.title = ""
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    (build or plain)(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plain(document) -> None:
    document.add_heading("Night raid on the port", level=1)
    document.add_paragraph(LEAD)
    document.add_paragraph("Two cranes were hit", style="List Bullet")
    document.add_paragraph(NEXT)


@cache
def pdf(*paragraphs: str, columns: int = 1, running: bool = True, encrypt=None, **about) -> bytes:
    """A PDF with a headline, the given paragraphs, and a head and the page's number on each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    def furniture(canvas, document):
        if running:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 820, "The Desk weekly")
            canvas.drawString(280, 20, f"Page {document.page} of 9")

    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, encrypt=encrypt, invariant=1, **about)
    width = 475 / columns
    frames = [Frame(60 + number * width, 60, width - 10, 720) for number in range(columns)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    styles = getSampleStyleSheet()
    document.build([Paragraph("Night raid", styles["Title"]), *(Paragraph(p, styles["BodyText"]) for p in paragraphs)])
    return buffer.getvalue()


def drawn(*pages, **about) -> bytes:
    """A PDF whose pages are lines at (x, y), each drawn as it is."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for name, value in about.items():
        getattr(canvas, f"set{name.title()}")(value)
    for page in pages:
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def survives(data: bytes, name: str) -> bool:
    """Whether bytes give a text that can be kept, or one clear line."""
    try:
        text = read_bytes(data, name).text
    except DocumentError as error:
        line = str(error)
        return line.startswith(name) and "\n" not in line
    return bool(text.strip()) and not re.search("[\x00\ud800-\udfff]", text)


#: A day that a file was made on, which says nothing of when its text was published.
MADE = dt.datetime(2019, 3, 1, 12, tzinfo=dt.UTC)
